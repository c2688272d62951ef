import { describe, expect } from '@jest/globals';
import type { Json } from '../../../src/client.ts';
import { type Buyer, checkOutAtOnce, checkoutOf, fillCart, inTurn, newBuyer, tally } from '../../../src/crowd.ts';
import { askUntilDecided, atOnce, type Operation, onceAtOnce } from '../../../src/salvo.ts';
import { type Arena, race, sized } from './arena.ts';

const SOUP = 'itm_demo_soup';
const SOUP_MINOR = 650;
const SHOPPERS = sized(8, 32);
const MORE = 8;

/** One customer who presses the button too often, or goes on shopping meanwhile. */
export function checkoutRaces(arena: Arena): void {
  const { url, crowd } = arena;

  describe('at the same moment, of one cart', () => {
    race(arena, 'one key is sent 64 times: one order, 64 equal answers; with another wish it is refused', async () => {
      const buyer = await newBuyer(url());
      await fillCart(buyer, [[SOUP, 2]]);
      const checkout = checkoutOf(buyer);
      const answers = await atOnce(
        url(),
        Array.from({ length: 64 }, () => checkout),
      );
      expect(answers).toEqual(answers.map(() => answers[0]));
      expect(answers[0].checkout).toMatchObject({ order: { status: 'CONFIRMED' }, userErrors: [] });
      expect(await ordersBy(buyer)).toEqual([String(2 * SOUP_MINOR)]);
      const { input } = checkout.variables as { input: object };
      const other = { ...checkout, variables: { input: { ...input, paymentMethod: 'ONLINE' } } };
      const refused = await atOnce(url(), [other]);
      expect(refused[0].checkout).toMatchObject({ order: null, userErrors: [{ code: 'IDEMPOTENCY_CONFLICT' }] });
    });

    race(arena, '16 keys are sent 4 times each: one order, and each key has one answer', async () => {
      const buyer = await newBuyer(url());
      await fillCart(buyer, [[SOUP, 2]]);
      const checkouts = Array.from({ length: 16 }, () => checkoutOf(buyer));
      const answers = await atOnce(url(), [...checkouts, ...checkouts, ...checkouts, ...checkouts]);
      for (let n = 16; n < answers.length; n++) expect(answers[n]).toEqual(answers[n % 16]);
      const firsts = answers.slice(0, 16).map(({ checkout: { order, userErrors } }: Json) => ({
        code: order ? 'ordered' : userErrors[0].code,
      }));
      expect(tally(firsts)).toEqual({ ordered: 1, CART_EMPTY: 15 });
      expect(await ordersBy(buyer)).toEqual([String(2 * SOUP_MINOR)]);
    });

    race(arena, `${SHOPPERS} carts grow while they are ordered: what is not ordered is still there`, async () => {
      const { outcomes, added } = await shopWhileOrdering(await crowd(SHOPPERS), MORE);
      expect(tally(outcomes)).toEqual({ ordered: SHOPPERS });
      const soups = outcomes.map(({ order }) => Number(order.total.minorUnits) / SOUP_MINOR);
      expect(Math.min(...soups)).toBeGreaterThanOrEqual(2);
      for (const [n, { left, sure }] of added.entries())
        if (sure) expect({ n, soups: (soups[n] ?? 0) + left }).toEqual({ n, soups: 2 + MORE });
    });

    race(arena, `${SHOPPERS} carts grow while a total is agreed to: no order has another total`, async () => {
      const expectedTotal = ((2 * SOUP_MINOR) / 100).toFixed(2);
      const { outcomes, added } = await shopWhileOrdering(await crowd(SHOPPERS), 2, { expectedTotal });
      const told = outcomes.map(({ order, code }) => order?.total.amount ?? code);
      expect(told).toEqual(told.map((each) => (each === expectedTotal ? expectedTotal : 'PRICE_CHANGED')));
      const left = added.map((each, n) => ({ ...each, expected: told[n] === expectedTotal ? 2 : 4 }));
      expect(left.filter((each) => each.sure && each.left !== each.expected)).toEqual([]);
    });
  });

  /**
   * Everybody orders a cart with two soups and puts so many more in at the same moment; what is left in the carts then.
   * `sure`: all of the additions were answered, so that it is known how many there must be.
   */
  async function shopWhileOrdering(buyers: readonly Buyer[], more: number, input: Record<string, unknown> = {}) {
    for (const buyer of buyers) await fillCart(buyer, [[SOUP, 2]]);
    const additions = buyers.flatMap((buyer) => Array.from({ length: more }, () => oneMore(buyer)));
    const [outcomes, answers] = await Promise.all([
      checkOutAtOnce(
        url(),
        buyers.map((buyer) => checkoutOf(buyer, input)),
      ),
      onceAtOnce(url(), additions),
    ]);
    const added = await inTurn(buyers.length, 4, async (n) => ({
      left: await soupsIn(buyers[n] as Buyer),
      sure: answers.slice(n * more, (n + 1) * more).every((answer) => answer?.cartAddItem.cart),
    }));
    expect(added.some(({ sure }) => sure)).toBe(true);
    return { outcomes, added };
  }
}

const oneMore = ({ client }: Buyer): Operation => ({
  client,
  query: `mutation { cartAddItem(input: { itemId: "${SOUP}", quantity: 1 }) { cart { id } userErrors { code } } }`,
  variables: {},
});

const soupsIn = async ({ client }: Buyer): Promise<number> => {
  const { cart } = await askUntilDecided(client, '{ cart { items { quantity } } }');
  return cart.items.reduce((sum: number, { quantity }: Json) => sum + quantity, 0);
};

const ordersBy = async ({ client }: Buyer): Promise<string[]> =>
  (await askUntilDecided(client, '{ orders { edges { node { total { minorUnits } } } } }')).orders.edges.map(
    ({ node }: Json) => node.total.minorUnits,
  );
