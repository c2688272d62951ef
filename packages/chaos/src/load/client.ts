import { pause } from '../pause.ts';

/** What a client reads out of answers. */
// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is the API's; what is missing shows as undefined.
export type Json = any;

/** Nobody knows whether it happened. */
export class Unknown extends Error {
  override name = 'Unknown';
}

/** Somebody at the public door whose every request is sent until it is answered. */
export interface Client {
  /** Asks once. Throws Unknown when there is no whole answer. */
  once(query: string, variables?: Record<string, unknown>): Promise<Json>;
  /** Asks again until there is an answer, or the time to do so is over. Throws Unknown then. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Json>;
}

/** Who signs in, and until when it makes sense to ask again. */
export interface Account {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  /** When this is aborted nothing is asked again. */
  readonly patience: AbortSignal;
  /** Told why something is asked again. */
  readonly onRetry?: (reason: string) => void;
}

const TIMEOUT_MS = 12_000;
const SIGNED_OUT = /UNAUTHENTICATED|UNAUTHORIZED|FORBIDDEN/;

/** A client of the gateway for one account, signed in again whenever it has to be. */
export function openClient({ url, email, password, patience, onRetry }: Account): Client {
  let token: string | undefined;

  async function post(query: string, variables: Record<string, unknown>): Promise<Json> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new Unknown(String(error));
    });
    const answer = (await response.json().catch((error: unknown) => {
      throw new Unknown(String(error));
    })) as Json;
    if (!answer.errors?.length) return answer.data;
    const text = JSON.stringify(answer.errors);
    if (SIGNED_OUT.test(text)) token = undefined;
    throw new Unknown(text.slice(0, 500));
  }

  async function signIn(): Promise<void> {
    const { login } = await post(
      'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } userErrors { code } } }',
      { input: { email, password } },
    );
    if (!login.session) throw new Unknown(JSON.stringify(login.userErrors));
    token = login.session.accessToken;
  }

  async function once(query: string, variables: Record<string, unknown> = {}): Promise<Json> {
    if (!token) await signIn();
    return post(query, variables);
  }

  return {
    once,
    async ask(query, variables) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(query, variables);
        } catch (error) {
          onRetry?.(reasonOf(error));
          if (patience.aborted) throw error;
          await pause(Math.min(50 * 2 ** attempt, 2_000) * (0.5 + Math.random()), patience);
        }
      }
    },
  };
}

/** The code of an answer's first error, or what became of the connection, in a few words. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /"code":"(\w+)"/.exec(text)?.[1] ?? text.replace(/^\w*Error: /, '').slice(0, 40);
}

/** Makes an account, signed up once. */
export async function signUp(account: Account, name: string): Promise<Client> {
  const client = openClient(account);
  const input = { email: account.email, password: account.password, name, role: 'CUSTOMER' };
  const response = await fetch(`${account.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code message } } }',
      variables: { input },
    }),
  });
  const { data, errors } = (await response.json()) as Json;
  if (errors || data.register.userErrors.length > 0) throw new Error(JSON.stringify({ data, errors }));
  return client;
}
