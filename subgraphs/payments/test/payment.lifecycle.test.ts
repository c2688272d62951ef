import { survey } from '@app/kernel/testing';
import { accountKinds } from '../src/domain/accounts.ts';
import { captureOf, entryKinds, refundOf, refundSentOf, refundTakenBackOf } from '../src/domain/ledger.ts';
import { maySee, payUrlFor } from '../src/domain/payment.access.ts';
import { paymentLifecycle as life } from '../src/domain/payment.lifecycle.ts';
import { atMost } from '../src/domain/refund.ts';
import { LedgerAccountKind, LedgerEntryKind, PaymentStatus } from '../src/generated/prisma/enums.ts';
import { ADA, ADMIN, BISTRO, BOB, NOBODY, PIZZA } from './support/identities.ts';

describe('the payment lifecycle', () => {
  const { states, unreachable, final } = survey(life);
  it('knows exactly the statuses the database knows', () => {
    expect(states.sort()).toEqual(Object.keys(PaymentStatus).sort());
  });
  it('can reach every status', () => expect(unreachable).toEqual([]));
  it('ends only in a full refund, because late money is still money', () => expect(final).toEqual(['REFUNDED']));
  it.each([
    ['PENDING', ['capture', 'fail', 'expire']],
    ['FAILED', ['capture']],
    ['EXPIRED', ['capture']],
    ['PAID', ['refundPart', 'refundRest']],
    ['PARTIALLY_REFUNDED', ['refundPart', 'refundRest']],
    ['REFUNDED', []],
  ] as const)('lets a %s payment %j', (state, moves) => expect(life.available(state, 'system')).toEqual(moves));
});

describe('who sees a payment', () => {
  const payment = { customerId: ADA.id, businessIds: ['biz_bistro'], status: 'PENDING', url: 'http://bank/pay' };
  it.each([
    ['its customer', ADA, true, 'http://bank/pay'],
    ['its business', BISTRO, true, null],
    ['an admin', ADMIN, true, null],
    ['another customer', BOB, false, null],
    ['another business', PIZZA, false, null],
    ['nobody', NOBODY, false, null],
    ['a customer with a business of the payment in the token', { ...BOB, businessIds: ['biz_bistro'] }, false, null],
    ['a service under the name of the customer', { ...ADA, kind: 'service' as const }, false, null],
  ])('%s', (_who, viewer, sees, url) => {
    expect([maySee(viewer, payment), payUrlFor(viewer, payment)]).toEqual([sees, url]);
  });
  it('shows the page only while there is something to pay', () => {
    expect(payUrlFor(ADA, { ...payment, status: 'EXPIRED' })).toBeNull();
  });
});

describe('where money goes', () => {
  const payment = {
    id: 'pay_1',
    method: 'ONLINE' as const,
    orderId: 'ord_1',
    sessionId: null,
    customerId: 'ada',
    provider: 'sandbox',
    amountMinor: 9n,
  };
  const way = ({ kind, from, to }: ReturnType<typeof captureOf>) => `${kind}: ${from.kind} → ${to.kind}`;
  it.each([
    ['an online payment', captureOf(payment), 'CAPTURE: PROVIDER_CLEARING → ORDER_CLEARING'],
    ['a top-up', captureOf({ ...payment, orderId: null }), 'TOP_UP: PROVIDER_CLEARING → CUSTOMER_WALLET'],
    [
      'a wallet payment',
      captureOf({ ...payment, method: 'WALLET' }),
      'WALLET_PAYMENT: CUSTOMER_WALLET → ORDER_CLEARING',
    ],
    ['cash', captureOf({ ...payment, method: 'CASH' }), 'CASH: CASH_CLEARING → ORDER_CLEARING'],
    ['an online refund', refundOf(payment, 1n), 'REFUND_DUE: ORDER_CLEARING → REFUND_CLEARING'],
    ['that refund, sent', refundSentOf(payment, 1n), 'REFUND: REFUND_CLEARING → PROVIDER_CLEARING'],
    ['that refund, taken back', refundTakenBackOf(payment, 1n), 'REFUND_TAKEN_BACK: REFUND_CLEARING → ORDER_CLEARING'],
    ['a refunded top-up', refundOf({ ...payment, orderId: null }, 1n), 'REFUND_DUE: CUSTOMER_WALLET → REFUND_CLEARING'],
    [
      'a place in a group purchase',
      captureOf({ ...payment, orderId: null, sessionId: 'gbs_1' }),
      'ESCROW_HOLD: PROVIDER_CLEARING → ESCROW',
    ],
    [
      'a refunded place',
      refundOf({ ...payment, orderId: null, sessionId: 'gbs_1', method: 'WALLET' }, 1n),
      'REFUND: ESCROW → CUSTOMER_WALLET',
    ],
    ['a wallet refund', refundOf({ ...payment, method: 'WALLET' }, 1n), 'REFUND: ORDER_CLEARING → CUSTOMER_WALLET'],
    ['a cash refund', refundOf({ ...payment, method: 'CASH' }, 1n), 'REFUND: ORDER_CLEARING → CUSTOMER_WALLET'],
  ])('%s', (_what, movement, expected) => expect(way(movement)).toBe(expected));

  it('knows exactly the kinds the database knows', () => {
    expect([...accountKinds].sort()).toEqual(Object.keys(LedgerAccountKind).sort());
    expect([...entryKinds].sort()).toEqual(Object.keys(LedgerEntryKind).sort());
  });
  it.each([
    [10n, 0n, 4n, 4n],
    [10n, 8n, 4n, 2n],
    [10n, 10n, 4n, 0n],
  ])('gives back of %s, %s of it promised, at most %s: %s', (amountMinor, refundDueMinor, wanted, expected) => {
    expect(atMost({ amountMinor, refundDueMinor }, wanted)).toBe(expected);
  });
});
