import type { Refusal } from '@app/kernel/result';

/** Why a checkout is refused, as the API says it. */
export type CheckoutCode =
  | 'INVALID_INPUT'
  | 'CART_EMPTY'
  | 'ADDRESS_NOT_FOUND'
  | 'ITEM_UNAVAILABLE'
  | 'CURRENCY_MISMATCH'
  | 'PRICE_CHANGED'
  | 'OUT_OF_STOCK'
  | 'HOLD_LIMIT'
  | 'INSUFFICIENT_FUNDS'
  | 'PAYMENT_UNAVAILABLE'
  | 'PROVIDER_NOT_OFFERED'
  | 'IDEMPOTENCY_CONFLICT';

/** A no that is stored with its checkout. STOCK_UNAVAILABLE is no answer to a client: it is a fault, and told as one. */
export type StoredRefusal = Refusal<Exclude<CheckoutCode, 'IDEMPOTENCY_CONFLICT'> | 'STOCK_UNAVAILABLE'>;

const TRANSIENT: readonly string[] = ['PAYMENT_UNAVAILABLE', 'STOCK_UNAVAILABLE'];

/** Whether the same key may try again, because nothing was decided. */
export const isTransient = ({ code }: { code: string }): boolean => TRANSIENT.includes(code);
