import { type Account, couriers, escrowOf, orders, providerOf, refunds, walletOf } from './accounts.ts';

/** Why money moves; the database has the same list. */
export const entryKinds = [
  'CAPTURE',
  'WALLET_PAYMENT',
  'TOP_UP',
  'CASH',
  'REFUND_DUE',
  'REFUND',
  'REFUND_TAKEN_BACK',
  'SALE',
  'COMMISSION',
  'DELIVERY_FEE',
  'TIP',
  'REFUND_RECOVERED',
  'RECOVERY_RETURNED',
  'CASH_NAMED',
  'CASH_OFFSET',
  'PAYOUT',
  'ESCROW_HOLD',
  'ESCROW_RELEASE',
] as const;

export type EntryKind = (typeof entryKinds)[number];

/** A movement of `amountMinor` from one account to another. */
export interface Movement {
  readonly kind: EntryKind;
  readonly from: Account;
  readonly to: Account;
  readonly amountMinor: bigint;
  /** What happens once, if it is something of that kind: the database takes one entry of a kind for it. */
  readonly subject?: string;
}

/** What the ledger has to know of a payment. */
interface Paid {
  readonly id: string;
  readonly method: 'ONLINE' | 'WALLET' | 'CASH';
  readonly orderId: string | null;
  readonly sessionId: string | null;
  readonly customerId: string;
  readonly provider: string | null;
  readonly amountMinor: bigint;
}

/** What a payment is for: an order, a place in a group purchase, or the customer's own wallet. */
export const purposeOf = ({ orderId, sessionId }: Pick<Paid, 'orderId' | 'sessionId'>) =>
  orderId !== null ? 'ORDER' : sessionId !== null ? 'ESCROW' : 'TOP_UP';

/** Where the money of a payment waits, once it is here. */
function pocketOf({ orderId, sessionId, customerId }: Paid): Account {
  if (orderId !== null) return orders;
  return sessionId !== null ? escrowOf(sessionId) : walletOf(customerId);
}

function sourceOf({ method, customerId, provider }: Paid): Account {
  if (method === 'ONLINE') return providerOf(provider);
  return method === 'WALLET' ? walletOf(customerId) : couriers;
}

const BY_METHOD = { ONLINE: 'CAPTURE', WALLET: 'WALLET_PAYMENT', CASH: 'CASH' } as const;
const CAPTURES = { TOP_UP: 'TOP_UP', ESCROW: 'ESCROW_HOLD' } as const;

/** How the money of a payment arrives. */
export function captureOf(payment: Paid): Movement {
  const { id, method, amountMinor } = payment;
  const purpose = purposeOf(payment);
  const kind = purpose === 'ORDER' ? BY_METHOD[method] : CAPTURES[purpose];
  return { kind, from: sourceOf(payment), to: pocketOf(payment), amountMinor, subject: id };
}

/** How a refund begins: at once into the wallet, or set aside until the provider has sent it. */
export function refundOf(payment: Paid, amountMinor: bigint): Movement {
  const from = pocketOf(payment);
  return payment.method === 'ONLINE'
    ? { kind: 'REFUND_DUE', from, to: refunds, amountMinor }
    : { kind: 'REFUND', from, to: walletOf(payment.customerId), amountMinor };
}

/** How a refund that was set aside leaves through the provider. */
export const refundSentOf = (payment: Paid, amountMinor: bigint): Movement => ({
  kind: 'REFUND',
  from: refunds,
  to: providerOf(payment.provider),
  amountMinor,
});

/** How a refund that the provider will not send returns to where it was. */
export function refundTakenBackOf(payment: Paid, amountMinor: bigint): Movement {
  const { from, to } = refundOf(payment, amountMinor);
  return { kind: 'REFUND_TAKEN_BACK', from: to, to: from, amountMinor };
}
