import { describe, expect } from '@jest/globals';
import { type Client, eventually, type Json } from '../../../src/client.ts';
import {
  type Buyer,
  checkOutAtOnce,
  checkoutOf,
  fillCart,
  inTurn,
  knock,
  newBuyer,
  ordersOf,
  tally,
} from '../../../src/crowd.ts';
import * as people from '../../../src/people.ts';
import { balanceOf, topUp } from '../../../src/purse.ts';
import { askUntilDecided, atOnce } from '../../../src/salvo.ts';
import { type Arena, race, sized } from './arena.ts';

const SOUP = 'itm_demo_soup';
const SOUP_MINOR = 650;
const DEVICES = sized(20, 32);
const PAYMENTS = sized(2, 20);
const REFUNDS_EACH = sized(20, 100);
const WAVE = 20;

const REFUND = `mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) {
  payment { id refunded { minorUnits } } userErrors { code message } } }`;

/** One wallet, one payment, many hands. */
export function moneyRaces(arena: Arena): void {
  const { url } = arena;

  describe('at the same moment, of one purse', () => {
    race(arena, `a wallet that pays for 10 is asked ${DEVICES} times: 10 are paid, and nothing is left`, async () => {
      const buyer = await newBuyer(url());
      await topUp(buyer.client, 10 * SOUP_MINOR);
      const codes = await orderUntilRefused(buyer);
      expect(tally(codes)).toEqual({ ordered: 10, INSUFFICIENT_FUNDS: DEVICES - 10 });
      expect(await balanceOf(buyer.client)).toBe(0);
      const { orders } = await askUntilDecided(
        buyer.client,
        '{ orders(first: 100) { edges { node { status payment { status } } } } }',
      );
      expect(orders.edges.map(({ node }: Json) => `${node.status} ${node.payment.status}`)).toEqual(
        Array(10).fill('CONFIRMED PAID'),
      );
    });

    const refunds = PAYMENTS * REFUNDS_EACH;
    race(arena, `${refunds} refunds, each sent three times at once, go back once`, async () => {
      const buyer = await newBuyer(url());
      const admin = await knock(() => people.signIn(url(), 'admin@demo.test'));
      await topUp(buyer.client, PAYMENTS * SOUP_MINOR);
      const payments = await inTurn(PAYMENTS, 1, () => paidFromWallet(url(), buyer));
      for (let from = 0; from < REFUNDS_EACH; from += WAVE) {
        const wishes = payments.flatMap((paymentId) => Array.from({ length: WAVE }, () => refundOf(admin, paymentId)));
        const answers = await atOnce(url(), [...wishes, ...wishes, ...wishes]);
        expect(tally(refusalsIn(answers))).toEqual({});
      }
      await eventually(
        async () => (await balanceOf(buyer.client)) === refunds,
        `${refunds} cents are back in the wallet, no more and no less`,
        60_000,
      );
      const rows = await arena.books().rows<{ refunds: number; refunded: string }>(
        'payments',
        `SELECT (SELECT count(*)::int FROM "Refund" WHERE "paymentId" = payment."id" AND "state" = 'DONE') AS refunds,
           payment."refundedMinor"::text AS refunded FROM "Payment" AS payment WHERE payment."id" = ANY($1)`,
        [payments],
      );
      expect(rows).toEqual(payments.map(() => ({ refunds: REFUNDS_EACH, refunded: String(REFUNDS_EACH) })));
    });
  });

  /** Every device of one customer orders a soup, again and again, until it has one or is told that the money is gone. */
  async function orderUntilRefused(buyer: Buyer): Promise<{ code: string }[]> {
    const done: { code: string }[] = [];
    while (done.length < DEVICES) {
      await fillCart(buyer, [[SOUP, 1]]);
      const input = { paymentMethod: 'WALLET', expectedTotal: (SOUP_MINOR / 100).toFixed(2) };
      const asking = Array.from({ length: DEVICES - done.length }, () => checkoutOf(buyer, input));
      done.push(...(await checkOutAtOnce(url(), asking)).filter(({ code }) => code !== 'CART_EMPTY'));
    }
    return done;
  }
}

async function paidFromWallet(url: string, buyer: Buyer): Promise<string> {
  await fillCart(buyer, [[SOUP, 1]]);
  const [order] = ordersOf(await checkOutAtOnce(url, [checkoutOf(buyer, { paymentMethod: 'WALLET' })]));
  return order.payment.id;
}

/** The refusals in these answers, each as its code and words. */
const refusalsIn = (answers: readonly Json[]): { code: string }[] =>
  answers.flatMap(({ paymentRefund }) =>
    paymentRefund.userErrors.map(({ code, message }: Json) => ({ code: `${code}: ${message}` })),
  );

/** One cent back, under a key of its own. */
const refundOf = (client: Client, paymentId: string) => ({
  client,
  query: REFUND,
  variables: { input: { paymentId, amount: '0.01', reason: 'race', idempotencyKey: people.freshKey() } },
});
