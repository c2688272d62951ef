import { readFileSync } from 'node:fs';
import type { Group, Question, Scenario } from './scenario.ts';

/** Somebody with an account, an order and a filled cart. */
export interface Customer {
  readonly token: string;
  readonly orderId: string;
}

type Answer = Record<string, unknown> & { userErrors?: unknown[] };

const BISTRO = { latitude: 52.52, longitude: 13.405 };
const DISH = 'itm_demo_soup';
/** Our own graph's five main queries, from the operation documents beside this file. */
const [FEED, MENU, CART, ORDER, ORDERS] = ['feed', 'menu', 'cart', 'order', 'orders'].map((name) =>
  readFileSync(new URL(`./orders/${name}.graphql`, import.meta.url), 'utf8'),
) as [string, string, string, string, string];

/** Asks a gateway and answers with the one root field's value. Throws on errors of any kind. */
async function ask(url: string, query: string, input: object, token?: string): Promise<Answer> {
  const text = await post(url, { query, variables: { input }, ...(token && { token }) });
  const { data, errors } = JSON.parse(text) as { data?: Record<string, Answer>; errors?: unknown };
  const [answer] = Object.values(data ?? {});
  if (!answer || errors || answer.userErrors?.length) throw new Error(`preparing the orders: ${text}`);
  return answer;
}

/** Sends a question; answers with the text of the answer. */
export async function post(url: string, { token, ...question }: Question): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(question),
  });
  return response.text();
}

/** A new customer who has ordered once and has something in the cart again. */
export async function newCustomer(url: string, n: number): Promise<Customer> {
  const account = { email: `bench-${n}-${Date.now()}@example.test`, password: 'a-long-Enough-1', name: `Bench ${n}` };
  const { session } = await ask(
    url,
    'mutation ($input: RegisterInput!) { register(input: $input) { session { accessToken } userErrors { code } } }',
    { ...account, role: 'CUSTOMER' },
  );
  const token = (session as { accessToken: string }).accessToken;
  const { address } = await ask(
    url,
    'mutation ($input: AddressCreateInput!) { addressCreate(input: $input) { address { id } userErrors { code } } }',
    { line1: 'Alexanderplatz 1', city: 'Berlin', country: 'DE', postalCode: '10178', location: BISTRO },
    token,
  );
  const fill = () =>
    ask(
      url,
      'mutation ($input: CartAddItemInput!) { cartAddItem(input: $input) { userErrors { code } } }',
      { itemId: DISH, quantity: 1 },
      token,
    );
  await fill();
  const { order } = await ask(
    url,
    'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } userErrors { code } } }',
    { addressId: (address as { id: string }).id, paymentMethod: 'CASH', idempotencyKey: account.email },
    token,
  );
  await fill();
  return { token, orderId: (order as { id: string }).id };
}

/**
 * The five queries, each connection as another customer, or from another place where nobody is signed in. The right
 * answer is what the gateway at `referenceUrl` says.
 */
export function ordersScenarios(group: Group, customers: readonly Customer[], referenceUrl: string): Scenario[] {
  const at = (connection: number) => customers[connection % customers.length] as Customer;
  const scenario = (name: string, question: (connection: number) => Question): Scenario => {
    const questions = customers.map((_, connection) => question(connection));
    return {
      group,
      name,
      connections: customers.length,
      request: (_n, connection) => questions[connection % questions.length] as Question,
      expected: (asked) => post(referenceUrl, asked),
    };
  };
  const near = (connection: number) => ({ ...BISTRO, latitude: BISTRO.latitude + connection / 10_000 });
  return [
    scenario('feed', (connection) => ({ query: FEED, variables: { near: near(connection) } })),
    scenario('menu', () => ({ query: MENU, variables: { id: 'biz_demo_bistro' } })),
    scenario('cart', (connection) => ({ query: CART, token: at(connection).token })),
    scenario('order', (connection) => {
      const { token, orderId } = at(connection);
      return { query: ORDER, variables: { id: orderId }, token };
    }),
    scenario('orders', (connection) => ({ query: ORDERS, token: at(connection).token })),
  ];
}
