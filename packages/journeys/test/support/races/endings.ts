import { describe, expect } from '@jest/globals';
import { eventually, type Json } from '../../../src/client.ts';
import { type Buyer, checkOutAtOnce, checkoutOf, fillCarts, inTurn, ordersOf, tally } from '../../../src/crowd.ts';
import { cancelOf, standOf } from '../../../src/purse.ts';
import { type Impact, insistOn, type Shot, salvo, shotsOf } from '../../../src/salvo.ts';
import { type Arena, race, sized } from './arena.ts';

const CAKE = 'itm_demo_cake';
const PRICE = 540;
const WAVE = sized(12, 100);
const ORDERS = sized(12, 500);
/** How long money may be on its way: a provider that was not answered in time asks again ever more rarely. */
const PATIENCE_MS = sized(60_000, 900_000);

const payingOf = ({ payment }: Json): Shot => ({ url: `${payment.url}/pay` });
const wavesOf = (count: number): number[] => Array.from({ length: Math.ceil(count / WAVE) }, (_, wave) => wave);

/** An order's end and its money's arrival, which know nothing of each other. */
export function endingRaces(arena: Arena): void {
  const { url, crowd } = arena;

  /** An unpaid order of one cake for each. */
  const unpaidOrders = async (buyers: readonly Buyer[]): Promise<Json[]> => {
    await fillCarts(buyers, () => [[CAKE, 1]]);
    const checkouts = buyers.map((buyer) => checkoutOf(buyer, { paymentMethod: 'ONLINE' }));
    const orders = ordersOf(await checkOutAtOnce(url(), checkouts));
    expect(orders).toHaveLength(buyers.length);
    return orders;
  };
  /** Waits until each of these orders stands at one of these, and answers with how many stand at which. */
  const endOf = async (buyers: readonly Buyer[], orders: readonly Json[], ends: readonly string[]) => {
    const stands = await inTurn(orders.length, 8, (n) =>
      eventually(
        async () => {
          const stand = await standOf((buyers[n] as Buyer).client, orders[n].id);
          return ends.includes(stand) && stand;
        },
        `order ${orders[n].id} stands at ${ends.join(' or ')}`,
        PATIENCE_MS,
      ).catch(async (error: Error) => {
        throw new Error(`${error.message}: it stands at ${await standOf((buyers[n] as Buyer).client, orders[n].id)}`);
      }),
    );
    return tally(stands.map((code) => ({ code })));
  };
  const allPaid = (impacts: readonly Impact[]) =>
    expect(new Set(impacts.map(({ status }) => status))).toEqual(new Set([303]));

  describe('at the same moment, of one order', () => {
    race(arena, `${ORDERS} orders are called off while they are paid: all money is back, and all units`, async () => {
      await arena.shelf().set(CAKE, ORDERS);
      for (const _wave of wavesOf(ORDERS)) {
        const buyers = await crowd(WAVE);
        const orders = await unpaidOrders(buyers);
        const cancels = shotsOf(
          url(),
          buyers.map(({ client }, n) => cancelOf(client, orders[n].id)),
        );
        const pairs = cancels.map((cancel, n) =>
          n % 2 ? [payingOf(orders[n]), cancel] : [cancel, payingOf(orders[n])],
        );
        const impacts = await salvo(pairs.flat());
        const cancelled = await insistOn(
          cancels,
          cancels.map((_, n) => impacts[2 * n + (n % 2)] as Impact),
        );
        expect(cancelled.map(({ orderCancel }) => orderCancel)).toEqual(
          orders.map(({ id }) => ({ order: { id, status: 'CANCELLED' }, userErrors: [] })),
        );
        // The provider took the money, or was told first that there was no order any more: then it took none.
        await endOf(buyers, orders, [`CANCELLED REFUNDED ${PRICE}/${PRICE}`, `CANCELLED EXPIRED 0/${PRICE}`]);
        expect(await captured(orders)).toBe(0);
      }
      await arena.shelf().becomes(CAKE, `${ORDERS}/0`);
    });

    race(arena, `${ORDERS} promises run out while their orders are paid: each order keeps its unit`, async () => {
      await arena.shelf().set(CAKE, ORDERS);
      for (const _wave of wavesOf(ORDERS)) {
        const buyers = await crowd(WAVE);
        const orders = await unpaidOrders(buyers);
        const [impacts] = await Promise.all([salvo(orders.map(payingOf)), runOut(orders)]);
        allPaid(impacts);
        await endOf(buyers, orders, [`CONFIRMED PAID 0/${PRICE}`]);
      }
      await arena.shelf().becomes(CAKE, '0/0');
    });

    race(arena, 'and others want the units: each is sold once, and who comes too late has the money back', async () => {
      const buyers = await crowd(2 * WAVE);
      const [early, late] = [buyers.slice(0, WAVE), buyers.slice(WAVE)];
      await arena.shelf().set(CAKE, WAVE + 1);
      await fillCarts(late, () => [[CAKE, 1]]);
      await arena.shelf().set(CAKE, WAVE);
      const orders = await unpaidOrders(early);
      const [impacts, , outcomes] = await Promise.all([
        salvo(orders.map(payingOf)),
        runOut(orders),
        checkOutAtOnce(
          url(),
          late.map((buyer) => checkoutOf(buyer)),
        ),
      ]);
      allPaid(impacts);
      await endOf(early, orders, [`CONFIRMED PAID 0/${PRICE}`, `CANCELLED REFUNDED ${PRICE}/${PRICE}`]);
      // One that was confirmed may still be called off: that its unit is gone is heard a moment after the money.
      await eventually(
        async () =>
          (await arena.shelf().unitsOf(CAKE)) === `${WAVE - (await alive([...orders, ...ordersOf(outcomes)]))}/0`,
        'as many units are gone as orders stand',
        60_000,
      );
      await arena.books().settle();
      const reasons = await arena
        .books()
        .rows<{ reason: string }>(
          'orders',
          `SELECT DISTINCT "cancelReason" AS reason FROM "Order" WHERE "id" = ANY($1) AND "status" = 'CANCELLED'`,
          [orders.map(({ id }) => id)],
        );
      expect(reasons.filter(({ reason }) => reason !== 'STOCK_LOST')).toEqual([]);
    });
  });

  /** The time of these orders' promises is over, all at once, whatever the clock says. */
  const runOut = (orders: readonly Json[]) =>
    arena
      .books()
      .rows(
        'inventory',
        `UPDATE "Deadline" SET "dueAt" = now() WHERE "kind" = 'inventory.expire-hold' AND "subject" = ANY($1)`,
        [orders.map(({ id }) => id)],
      );

  /** How many of these orders stand. */
  const alive = async (orders: readonly Json[]): Promise<number> => {
    const [row] = await arena
      .books()
      .rows<{ n: number }>(
        'orders',
        `SELECT count(*)::int AS n FROM "Order" WHERE "id" = ANY($1) AND "status" <> 'CANCELLED'`,
        [orders.map(({ id }) => id)],
      );
    return row?.n ?? -1;
  };

  /** What is still kept of these orders' money, in minor units. */
  const captured = async (orders: readonly Json[]): Promise<number> => {
    const [row] = await arena.books().rows<{ kept: number }>(
      'payments',
      `SELECT coalesce(sum("amountMinor" - "refundedMinor"), 0)::int AS kept FROM "Payment"
       WHERE "orderId" = ANY($1) AND "capturedAt" IS NOT NULL`,
      [orders.map(({ id }) => id)],
    );
    return row?.kept ?? -1;
  };
}
