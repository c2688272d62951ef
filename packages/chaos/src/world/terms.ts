import type { Environment } from '@app/stack/environment';

/** How long waiting takes in this world, in seconds: everything that a shop counts in minutes. */
export interface Terms {
  readonly unpaid: number;
  readonly hold: number;
  readonly unaccepted: number;
}

/** The settings that make every deadline come soon and no limit come in the way. */
export const settingsFor = ({ unpaid, hold, unaccepted }: Terms): Environment => ({
  LOG_LEVEL: 'warn',
  LIMIT_USER_PER_MINUTE: '10000000',
  LIMIT_IP_PER_MINUTE: '10000000',
  ORDERS_UNPAID_SECONDS: String(unpaid),
  ORDERS_UNACCEPTED_SECONDS: String(unaccepted),
  ORDERS_CHECKOUT_LEASE_SECONDS: '5',
  PAYMENTS_EXPIRE_SECONDS: String(unpaid),
  PAYMENTS_RECONCILE_SECONDS: '3',
  INVENTORY_HOLD_SECONDS: String(hold),
  INVENTORY_HOLD_GRACE_SECONDS: '2',
  DELIVERY_COURIER_CAPACITY: '50',
  DELIVERY_OFFER_SECONDS: '20',
  DELIVERY_SEARCH_SECONDS: '1',
  USERS_ACCESS_TOKEN_SECONDS: '900',
});
