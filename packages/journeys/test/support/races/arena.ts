import { afterAll, beforeAll, it } from '@jest/globals';
import { type Client, eventually } from '../../../src/client.ts';
import { type Buyer, knock, newCrowd } from '../../../src/crowd.ts';
import * as people from '../../../src/people.ts';
import { askUntilDecided } from '../../../src/salvo.ts';
import { openShelf, type Shelf } from '../../../src/shelf.ts';
import { withStack } from '../suite.ts';
import { type Books, openBooks } from './books.ts';

const FULL = process.env.RACES === 'full';

/** How many: in `npm test`, where it takes enough to see a guard that is gone, and in `npm run races`. */
export const sized = (few: number, many: number): number => (FULL ? many : few);

const ROUNDS = FULL ? Number(process.env.RACES_ROUNDS ?? 20) : 1;
/** What is raced for; the shelf hears of an item a moment after the menu. */
const RACED = ['itm_demo_cake', 'itm_demo_burger', 'itm_demo_lemonade'];
const PATIENCE_MS = FULL ? 4 * 3_600_000 : 300_000;
/** A token is good for an hour; who was let in longer ago than this comes in anew. */
const LET_IN_MS = 30 * 60_000;

/** Where races are run: a whole product of its own, and everybody in it. */
export interface Arena {
  url(): string;
  books(): Books;
  shelf(): Shelf;
  /** So many customers, the same ones as long as their tokens are good. */
  crowd(size: number): Promise<Buyer[]>;
}

/** Opens an arena for a test file. Nobody in it is slowed down for asking too often. */
export function openArena(): Arena {
  const running = withStack('together', 1, {
    LIMIT_USER_PER_MINUTE: '10000000',
    LIMIT_IP_PER_MINUTE: '10000000',
    USERS_ACCESS_TOKEN_SECONDS: '3600',
    INVENTORY_HOLDS_PER_CUSTOMER: '100000',
    // Nobody cooks in here: however long a round takes, no order is called off because its kitchen is silent.
    ORDERS_UNACCEPTED_SECONDS: '86400',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  });
  let buyers: Buyer[] = [];
  let letInAt = Date.now();
  let shelf: Shelf | undefined;
  let books: Books | undefined;
  const opened = <T>(part: T | undefined): T => {
    if (!part) throw new Error('the arena is not open');
    return part;
  };
  beforeAll(async () => {
    const opening = openShelf(lasting(() => people.signIn(running.url(), 'business@demo.test')));
    shelf = opening;
    await Promise.all(
      RACED.map((item) => eventually(async () => (await opening.unitsOf(item)) !== '-1/-1', `a shelf for ${item}`)),
    );
    books = await openBooks(running.stack().environment);
  }, 60_000);
  afterAll(() => books?.close());
  return {
    url: running.url,
    shelf: () => opened(shelf),
    books: () => opened(books),
    async crowd(size) {
      if (Date.now() - letInAt > LET_IN_MS) buyers = [];
      if (buyers.length === 0) letInAt = Date.now();
      if (size > buyers.length) buyers.push(...(await newCrowd(running.url(), size - buyers.length)));
      return buyers.slice(0, size);
    },
  };
}

/** Somebody who signs in again before a token is over, and asks until it is decided. */
function lasting(signIn: () => Promise<Client>): Pick<Client, 'ask'> {
  let client: Client | undefined;
  let signedInAt = 0;
  return {
    async ask(query, variables) {
      if (!client || Date.now() - signedInAt > LET_IN_MS) {
        signedInAt = Date.now();
        client = await knock(signIn);
      }
      return askUntilDecided(client, query, variables);
    },
  };
}

/** A race that is run as many rounds as were asked for; after each, the books have to be right. A failure names its round. */
export function race(arena: Arena, what: string, round: () => Promise<void>): void {
  it(
    what,
    async () => {
      for (let n = 0; n < ROUNDS; n++) {
        const begun = performance.now();
        try {
          await round();
          await arena.books().settle();
        } catch (error) {
          if (error instanceof Error) error.message = `round ${n + 1} of ${ROUNDS}: ${error.message}`;
          throw error;
        }
        if (FULL) process.stderr.write(`${what}: round ${n + 1}, ${Math.round(performance.now() - begun)} ms\n`);
      }
    },
    PATIENCE_MS,
  );
}
