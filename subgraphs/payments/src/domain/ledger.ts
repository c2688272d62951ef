/** What kinds of places money can be in; the database has the same list. */
export const accountKinds = [
  'CUSTOMER_WALLET',
  'PROVIDER_CLEARING',
  'CASH_CLEARING',
  'ORDER_CLEARING',
  'REFUND_CLEARING',
] as const;

/** Why money moves; the database has the same list. */
export const entryKinds = [
  'CAPTURE',
  'WALLET_PAYMENT',
  'TOP_UP',
  'CASH',
  'REFUND_DUE',
  'REFUND',
  'REFUND_TAKEN_BACK',
] as const;

/** Where money is, in one currency. */
export interface Account {
  readonly kind: (typeof accountKinds)[number];
  readonly ownerId: string;
}

/** A movement of `amountMinor` from one account to another, because of a payment. */
export interface Movement {
  readonly kind: (typeof entryKinds)[number];
  readonly from: Account;
  readonly to: Account;
  readonly amountMinor: bigint;
}

const PLATFORM = 'platform';
const wallet = (payment: Paid): Account => ({ kind: 'CUSTOMER_WALLET', ownerId: payment.customerId });
const provider = (payment: Paid): Account => ({ kind: 'PROVIDER_CLEARING', ownerId: payment.provider ?? 'none' });
const couriers: Account = { kind: 'CASH_CLEARING', ownerId: 'couriers' };
const orders: Account = { kind: 'ORDER_CLEARING', ownerId: PLATFORM };
const refunds: Account = { kind: 'REFUND_CLEARING', ownerId: PLATFORM };

/** What the ledger has to know of a payment. */
interface Paid {
  readonly method: 'ONLINE' | 'WALLET' | 'CASH';
  readonly orderId: string | null;
  readonly customerId: string;
  readonly provider: string | null;
  readonly amountMinor: bigint;
}

/** The accounts the platform itself has in a currency. */
export const platformAccounts: readonly Account[] = [couriers, orders, refunds];

/** An account's id says what it is, so that no one has to look it up. */
export const accountId = ({ kind, ownerId }: Account, currency: string): string => `${kind}:${ownerId}:${currency}`;

/** How the money of a payment arrives. */
export function captureOf(payment: Paid): Movement {
  const { amountMinor } = payment;
  switch (payment.method) {
    case 'WALLET':
      return { kind: 'WALLET_PAYMENT', from: wallet(payment), to: orders, amountMinor };
    case 'CASH':
      return { kind: 'CASH', from: couriers, to: orders, amountMinor };
    case 'ONLINE':
      return payment.orderId === null
        ? { kind: 'TOP_UP', from: provider(payment), to: wallet(payment), amountMinor }
        : { kind: 'CAPTURE', from: provider(payment), to: orders, amountMinor };
  }
}

/** How a refund begins: at once into the wallet, or set aside until the provider has sent it. */
export function refundOf(payment: Paid, amountMinor: bigint): Movement {
  const from = payment.orderId === null ? wallet(payment) : orders;
  return payment.method === 'ONLINE'
    ? { kind: 'REFUND_DUE', from, to: refunds, amountMinor }
    : { kind: 'REFUND', from, to: wallet(payment), amountMinor };
}

/** How a refund that was set aside leaves through the provider. */
export const refundSentOf = (payment: Paid, amountMinor: bigint): Movement => ({
  kind: 'REFUND',
  from: refunds,
  to: provider(payment),
  amountMinor,
});

/** How a refund that the provider will not send returns to where it was. */
export function refundTakenBackOf(payment: Paid, amountMinor: bigint): Movement {
  const { from, to } = refundOf(payment, amountMinor);
  return { kind: 'REFUND_TAKEN_BACK', from: to, to: from, amountMinor };
}
