import { type Client, createClient } from 'graphql-ws';

/** What the app knows about signing in. */
export interface Tokens {
  /** The access token as it is now. */
  current(): Promise<string>;
  /** Gets a fresh one (`sessionRefresh`), once however many ask at a time. Throws when it takes a password. */
  refresh(): Promise<void>;
}

/** One step of an order; select `cursor` beside whatever the screen shows. */
export interface Step {
  readonly cursor: string;
  readonly sequence: number;
  readonly kind: 'SNAPSHOT' | 'STATUS' | 'PAYMENT' | 'DELIVERY' | 'LOCATION';
}

/** A socket to the graph that every subscription shares, and the code it was closed with last. */
export interface Socket {
  readonly client: Client;
  closeCode(): number | undefined;
}

/** Opens the socket when the first subscription needs it, and again after it was lost. */
export function openSocket(url: string, tokens: Tokens): Socket {
  let code: number | undefined;
  const client = createClient({
    url,
    // The library would subscribe again with the cursor of the first time: `followOrder` does it with the last one.
    retryAttempts: 0,
    connectionParams: async () => ({ authorization: `Bearer ${await tokens.current()}` }),
    on: {
      connected: () => {
        code = undefined;
      },
      closed: (event) => {
        code = (event as { code: number }).code;
      },
    },
  });
  return { client, closeCode: () => code };
}

/** What to follow an order with. */
export interface Follow {
  readonly tokens: Tokens;
  /** Subscribes once, after this cursor, telling each step. Settles with the subscription's end and the code of it. */
  readonly attempt: (after: string | undefined, onStep: (step: Step) => void) => Promise<string | number | undefined>;
  readonly onStep: (step: Step) => void;
  readonly signal: AbortSignal;
}

/** How an order is left alone: not there or not ours, an operation that is wrong, a session that is over. */
const FINAL = new Set<unknown>(['NOT_FOUND', 'FORBIDDEN', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 4403]);
const LONGEST_PAUSE_MS = 20_000;

/** Follows an order over lost sockets, expired tokens and gateways that go away. Answers with why it ended for good. */
export async function followOrder({ tokens, attempt, onStep, signal }: Follow): Promise<string | number | undefined> {
  let after: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const code = await attempt(after, (step) => {
      after = step.cursor;
      failures = 0;
      onStep(step);
    });
    if (FINAL.has(code)) return code;
    if (code === 'INVALID_CURSOR') after = undefined;
    if (code === 4401 || code === 'UNAUTHENTICATED') await tokens.refresh();
    // Spread out, so that a gateway's clients do not all come back at once.
    if (!signal.aborted) await pause(Math.random() * Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS));
    failures += 1;
  }
  return undefined;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
