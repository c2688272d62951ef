import { createServer, type Server } from 'node:net';
import { type Gone, openPair, type Pair, type PairTerms } from './pair.ts';
import type { Protocol } from './protocols.ts';

/** Who talks to whom, over what, and where the callee really is. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** A connection between two processes that can be hurt. */
export interface Link {
  readonly route: Route;
  /** Where the caller has to be sent instead. */
  readonly port: number;
  /** From now on each piece takes so many milliseconds. */
  delay(ms: number): void;
  /** From now on nothing gets through, and nobody is told. */
  blackHole(): void;
  /** Cuts what is open; until healed new connections are cut as well. */
  reset(): void;
  /**
   * What is open now is half open until healed: one end is gone, the other one is not told, and what it sends is swallowed.
   * New connections are well. Answers how many there were.
   */
  halfOpen(gone: Gone): number;
  /** The next `count` answers that say that something has been changed are lost, and their connections with them. */
  loseAnswers(count: number): void;
  /** Ends delay, black hole and refusal. What was held back gets through, or its connection is cut; what is half open is cut. */
  heal(cutting: boolean): void;
  /** Whole HTTP requests that went through, the newest last, to be sent again. */
  readonly requests: readonly Buffer[];
  /** How many answers were lost so far. */
  lost(): number;
  close(): Promise<void>;
}

const REQUESTS_KEPT = 50;

/** Opens a link on a port of its own. */
export async function openLink(route: Route): Promise<Link> {
  const mood = { delayMs: 0, held: false };
  const pairs = new Set<Pair>();
  const requests: Buffer[] = [];
  let [refusing, toLose, lost] = [false, 0, 0];
  const cutAll = () => {
    for (const pair of pairs) pair.cut();
  };
  const terms: PairTerms = {
    ...{ protocol: route.protocol, port: route.port, mood },
    losing: () => toLose > 0,
    loseNow() {
      if (toLose === 0) return false;
      toLose -= 1;
      lost += 1;
      return true;
    },
    heard(request) {
      requests.push(request);
      if (requests.length > REQUESTS_KEPT) requests.shift();
    },
    gone: (pair) => void pairs.delete(pair),
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    near.on('error', () => undefined);
    if (refusing) near.resetAndDestroy();
    else pairs.add(openPair(near, terms));
  });
  const port = await listen(server);
  return {
    ...{ route, port, requests },
    lost: () => lost,
    delay(ms) {
      mood.delayMs = ms;
    },
    blackHole() {
      mood.held = true;
    },
    reset() {
      refusing = true;
      cutAll();
    },
    halfOpen(gone) {
      for (const pair of pairs) pair.forget(gone);
      return pairs.size;
    },
    loseAnswers(count) {
      toLose = count;
    },
    heal(cutting) {
      if (mood.held && cutting) cutAll();
      Object.assign(mood, { delayMs: 0, held: false });
      [refusing, toLose] = [false, 0];
      for (const pair of pairs) {
        pair.confess();
        pair.flush();
      }
    },
    async close() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : 0);
    });
  });
}
