import { afterAll, beforeAll, it } from '@jest/globals';
import { eventually } from '../../../src/client.ts';
import { type Buyer, newCrowd } from '../../../src/crowd.ts';
import * as people from '../../../src/people.ts';
import { openShelf, type Shelf } from '../../../src/shelf.ts';
import { withStack } from '../suite.ts';
import { type Books, openBooks } from './books.ts';

const FULL = process.env.RACES === 'full';

/** How many: in `npm test`, where it takes enough to see a guard that is gone, and in `npm run races`. */
export const sized = (few: number, many: number): number => (FULL ? many : few);

const ROUNDS = FULL ? Number(process.env.RACES_ROUNDS ?? 20) : 1;
/** What is raced for; the shelf hears of an item a moment after the menu. */
const RACED = ['itm_demo_cake', 'itm_demo_burger', 'itm_demo_lemonade'];
const PATIENCE_MS = FULL ? 3_600_000 : 300_000;

/** Where races are run: a whole product of its own, and everybody in it. */
export interface Arena {
  url(): string;
  books(): Books;
  shelf(): Shelf;
  /** The first so many of the customers; more are registered when there are not enough yet. */
  crowd(size: number): Promise<Buyer[]>;
}

/** Opens an arena for a test file. Nobody in it is slowed down for asking too often. */
export function openArena(): Arena {
  const running = withStack('together', 1, {
    LIMIT_USER_PER_MINUTE: '10000000',
    LIMIT_IP_PER_MINUTE: '10000000',
    USERS_ACCESS_TOKEN_SECONDS: '3600',
    INVENTORY_HOLDS_PER_CUSTOMER: '100000',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  });
  const buyers: Buyer[] = [];
  let shelf: Shelf | undefined;
  let books: Books | undefined;
  const opened = <T>(part: T | undefined): T => {
    if (!part) throw new Error('the arena is not open');
    return part;
  };
  beforeAll(async () => {
    const opening = openShelf(await people.signIn(running.url(), 'business@demo.test'));
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
      if (size > buyers.length) buyers.push(...(await newCrowd(running.url(), size - buyers.length)));
      return buyers.slice(0, size);
    },
  };
}

/** A race that is run as many rounds as were asked for; after each, the books have to be right. */
export function race(arena: Arena, what: string, round: () => Promise<void>): void {
  it(
    what,
    async () => {
      for (let n = 0; n < ROUNDS; n++) {
        await round();
        await arena.books().settle();
      }
    },
    PATIENCE_MS,
  );
}
