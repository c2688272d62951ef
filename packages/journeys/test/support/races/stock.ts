import { describe, expect } from '@jest/globals';
import type { Json } from '../../../src/client.ts';
import { type Buyer, checkOutAtOnce, checkoutOf, fillCart, fillCarts, tally } from '../../../src/crowd.ts';
import { callOffUnpaid } from '../../../src/purse.ts';
import { askUntilDecided, type Operation, onceAtOnce } from '../../../src/salvo.ts';
import { type Arena, race, sized } from './arena.ts';

const [CAKE, BURGER, LEMONADE] = ['itm_demo_cake', 'itm_demo_burger', 'itm_demo_lemonade'] as const;
const BUYERS = sized(24, 64);
const MANY_BUYERS = sized(24, 1_000);
const MANY_UNITS = sized(10, 100);
const UNITS = sized(40, 100);
const WAVES = sized(2, 20);
const PER_WAVE = sized(24, 100);

const addOf = ({ client }: Buyer, itemId: string, quantity: number): Operation => ({
  client,
  query: `mutation ($input: CartAddItemInput!) { cartAddItem(input: $input) { userErrors { code } } }`,
  variables: { input: { itemId, quantity } },
});

const linesOf = async ({ client }: Buyer): Promise<number[]> =>
  (await askUntilDecided(client, '{ cart { items { quantity } } }')).cart.items.map(({ quantity }: Json) => quantity);

/** More wishes than units, and several items at once. */
export function stockRaces(arena: Arena): void {
  const { url, crowd } = arena;

  /** Everybody orders what these say; answers how many were told what. */
  const rush = async (buyers: readonly Buyer[], quantity: number): Promise<Record<string, number>> => {
    await fillCarts(buyers, () => [[CAKE, quantity]]);
    return tally(
      await checkOutAtOnce(
        url(),
        buyers.map((buyer) => checkoutOf(buyer)),
      ),
    );
  };

  describe('at the same moment, of one stock', () => {
    race(arena, `${BUYERS} buyers want the last unit: one gets it`, async () => {
      await arena.shelf().set(CAKE, 1);
      expect(await rush(await crowd(BUYERS), 1)).toEqual({ ordered: 1, OUT_OF_STOCK: BUYERS - 1 });
      await arena.shelf().becomes(CAKE, '0/0');
    });

    race(arena, `${MANY_BUYERS} buyers want ${MANY_UNITS} units: exactly so many get one`, async () => {
      await arena.shelf().set(CAKE, MANY_UNITS);
      expect(await rush(await crowd(MANY_BUYERS), 1)).toEqual({
        ordered: MANY_UNITS,
        OUT_OF_STOCK: MANY_BUYERS - MANY_UNITS,
      });
      await arena.shelf().becomes(CAKE, '0/0');
    });

    race(
      arena,
      `an item that is added twice at once is one line and one wish: of ${UNITS} units ${BUYERS} ask for 2 and 1`,
      async () => {
        const buyers = await crowd(BUYERS);
        await arena.shelf().set(CAKE, UNITS);
        await fillCarts(buyers, () => []);
        const adds = await onceAtOnce(
          url(),
          buyers.flatMap((buyer) => [addOf(buyer, CAKE, 2), addOf(buyer, CAKE, 1)]),
        );
        for (const [n, buyer] of buyers.entries()) {
          // A fault leaves it open whether the units are in the cart; a customer would look, and so do we.
          if (adds[2 * n] && adds[2 * n + 1]) expect(await linesOf(buyer)).toEqual([3]);
          else await fillCart(buyer, [[CAKE, 3]]);
        }
        const outcomes = await checkOutAtOnce(
          url(),
          buyers.map((buyer) => checkoutOf(buyer)),
        );
        const served = Math.floor(UNITS / 3);
        expect(tally(outcomes)).toEqual({ ordered: served, OUT_OF_STOCK: BUYERS - served });
        await arena.shelf().becomes(CAKE, `${UNITS % 3}/0`);
      },
    );

    race(arena, `${WAVES * PER_WAVE} orders of two items in opposite order: nobody waits in a circle`, async () => {
      const buyers = await crowd(PER_WAVE);
      await arena.shelf().set(BURGER, WAVES * PER_WAVE);
      await arena.shelf().set(LEMONADE, WAVES * PER_WAVE);
      const before = await arena.books().deadlocks('inventory', 'orders');
      for (let wave = 0; wave < WAVES; wave++) {
        const [there, back] = [[BURGER, 1] as const, [LEMONADE, 1] as const];
        await fillCarts(buyers, (n) => (n % 2 ? [there, back] : [back, there]));
        const outcomes = await checkOutAtOnce(
          url(),
          buyers.map((buyer) => checkoutOf(buyer)),
        );
        expect(tally(outcomes)).toEqual({ ordered: PER_WAVE });
      }
      await arena.shelf().becomes(BURGER, '0/0');
      await arena.shelf().becomes(LEMONADE, '0/0');
      expect((await arena.books().deadlocks('inventory', 'orders')) - before).toBe(0);
    });

    race(arena, 'a limit of 3 for each customer: of 8 orders each, 8 customers get exactly 3', async () => {
      const [customers, devices, limit] = [await crowd(8), 8, 3];
      await arena.shelf().set(CAKE, 1_000);
      await arena.shelf().limit(CAKE, limit);
      try {
        const codes = await Promise.all(customers.map((buyer) => orderOneByOne(url(), buyer, devices)));
        expect(codes.map(tally)).toEqual(customers.map(() => ({ ordered: limit, HOLD_LIMIT: devices - limit })));
        expect(await arena.shelf().unitsOf(CAKE)).toBe(`1000/${customers.length * limit}`);
      } finally {
        await arena.shelf().limit(CAKE, null);
        for (const { client } of customers) await callOffUnpaid(client);
      }
      await arena.shelf().becomes(CAKE, '1000/0');
    });
  });
}

/** A customer's devices, each with an order of one unit that is not paid yet; all send the same cart, again while it is empty. */
async function orderOneByOne(url: string, buyer: Buyer, devices: number): Promise<{ code: string }[]> {
  const done: { code: string }[] = [];
  while (done.length < devices) {
    await fillCart(buyer, [[CAKE, 1]]);
    const waiting = Array.from({ length: devices - done.length }, () => checkoutOf(buyer, { paymentMethod: 'ONLINE' }));
    const outcomes = await checkOutAtOnce(url, waiting);
    const decided = outcomes.filter(({ code }) => code !== 'CART_EMPTY');
    expect(decided.filter(({ code }) => code === 'ordered').length).toBeLessThanOrEqual(1);
    done.push(...decided);
  }
  return done;
}
