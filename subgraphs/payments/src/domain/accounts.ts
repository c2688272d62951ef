/** What kinds of places money can be in; the database has the same list. */
export const accountKinds = [
  'CUSTOMER_WALLET',
  'PROVIDER_CLEARING',
  'CASH_CLEARING',
  'ORDER_CLEARING',
  'REFUND_CLEARING',
  'BUSINESS_PAYABLE',
  'COURIER_PAYABLE',
  'COURIER_CASH',
  'ESCROW',
  'COMMISSION',
  'PAYOUT_CLEARING',
] as const;

/** Where money is, in one currency. */
export interface Account {
  readonly kind: (typeof accountKinds)[number];
  readonly ownerId: string;
}

const PLATFORM = 'platform';

/** Cash that was taken for orders of which nobody has said who carried them. */
export const couriers: Account = { kind: 'CASH_CLEARING', ownerId: 'couriers' };
/** What was paid for orders that are not delivered yet. */
export const orders: Account = { kind: 'ORDER_CLEARING', ownerId: PLATFORM };
export const refunds: Account = { kind: 'REFUND_CLEARING', ownerId: PLATFORM };
export const commission: Account = { kind: 'COMMISSION', ownerId: PLATFORM };
/** Money that left for the bank accounts of businesses and couriers. */
export const bank: Account = { kind: 'PAYOUT_CLEARING', ownerId: PLATFORM };

export const walletOf = (customerId: string): Account => ({ kind: 'CUSTOMER_WALLET', ownerId: customerId });
export const providerOf = (provider: string | null): Account => ({
  kind: 'PROVIDER_CLEARING',
  ownerId: provider ?? 'none',
});
export const businessOf = (businessId: string): Account => ({ kind: 'BUSINESS_PAYABLE', ownerId: businessId });
/** What a courier has earned; couriers are named by their user. */
export const courierOf = (userId: string): Account => ({ kind: 'COURIER_PAYABLE', ownerId: userId });
/** The cash a courier has in hand. */
export const cashOf = (userId: string): Account => ({ kind: 'COURIER_CASH', ownerId: userId });
/** What is held for a group purchase. */
export const escrowOf = (sessionId: string): Account => ({ kind: 'ESCROW', ownerId: sessionId });

/** The accounts the platform itself has in a currency. */
export const platformAccounts: readonly Account[] = [couriers, orders, refunds, commission, bank];

/** An account's id says what it is, so that no one has to look it up. */
export const accountId = ({ kind, ownerId }: Account, currency: string): string => `${kind}:${ownerId}:${currency}`;
