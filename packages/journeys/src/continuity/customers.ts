import { type Client, connect, eventually } from '../client.ts';
import { addAddress, addToCart, checkout, freshKey } from '../people.ts';

/** A customer with one order, whose access token is always good. */
export interface Customer {
  readonly orderId: string;
  token(): string;
  stop(): void;
}

const SESSION = 'session { accessToken refreshToken } userErrors { code message }';

const INPUTS = { sessionRefresh: 'SessionRefreshInput', login: 'LoginInput' } as const;

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A new customer who orders a soup, and renews their session well before it ends. */
export async function newCustomer(url: string, n: number, tokenSeconds: number): Promise<Customer> {
  const email = `continuity-${n}-${process.pid}-${Date.now()}@journey.test`;
  const credentials = { email, password: 'a-long-Enough-1' };
  const { register } = await connect(url).ask(
    `mutation ($input: RegisterInput!) { register(input: $input) { ${SESSION} } }`,
    { input: { ...credentials, name: `Customer ${n}`, role: 'CUSTOMER' } },
  );
  let session: Session = register.session;
  const client = connect(url, session.accessToken);
  const addressId = await addAddress(client);
  await addToCart(client, 'itm_demo_soup');
  const order = await placed(client, { addressId, paymentMethod: 'CASH', idempotencyKey: freshKey() });
  const renew = async () => {
    session = await eventually(() => renewed(url, session, credentials), `customer ${n} renews`, tokenSeconds * 400);
  };
  const renewing = setInterval(() => void renew().catch(() => undefined), tokenSeconds * 500);
  return { orderId: order.id, token: () => session.accessToken, stop: () => clearInterval(renewing) };
}

const PLACED_MS = 60_000;

/** Checks out, again under the same key while nobody knows whether it happened. */
async function placed(client: Client, input: Record<string, unknown>): Promise<{ readonly id: string }> {
  const { order, userErrors } = await eventually(
    () => checkout(client, input).catch(() => null),
    'a checkout is answered',
    PLACED_MS,
  );
  if (!order) throw new Error(`no order was placed: ${JSON.stringify(userErrors)}`);
  return order;
}

/** The next pair; null when nobody could answer just now. */
async function renewed(url: string, { refreshToken }: Session, credentials: object): Promise<Session | null> {
  const refreshed = await sessionOf(url, 'sessionRefresh', { refreshToken });
  // A refresh whose answer was lost with its gateway has used the token up: then one signs in again.
  return refreshed === 'refused' ? signedIn(url, credentials) : refreshed;
}

async function signedIn(url: string, credentials: object): Promise<Session | null> {
  const session = await sessionOf(url, 'login', credentials);
  return session === 'refused' ? null : session;
}

async function sessionOf(
  url: string,
  mutation: keyof typeof INPUTS,
  input: object,
): Promise<Session | 'refused' | null> {
  const query = `mutation ($input: ${INPUTS[mutation]}!) { answer: ${mutation}(input: $input) { ${SESSION} } }`;
  const { data } = await connect(url)
    .send(query, { input })
    .catch(() => ({ data: null }));
  if (!data?.answer) return null;
  return data.answer.session ?? 'refused';
}
