import { newId } from '@app/kernel/ids';
import { ok, type Result, refuse } from '@app/kernel/result';
import type { HotCommand, HotWork } from '../context.ts';
import type { CartLineRow } from '../db.ts';
import { isTransient, type StoredRefusal } from '../domain/checkout.outcome.ts';
import type { Plan } from '../domain/checkout.plan.ts';
import type { Offer } from '../domain/offer.ts';
import { orderSettings } from '../env.ts';
import { keptPlan } from '../plan.shape.ts';
import { repriceCart } from './reprice-cart.ts';

/** A checkout that somebody works on. Whoever's `fence` is older than the row's has lost it to another. */
export interface OpenCheckout {
  readonly id: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly number: string;
  readonly fence: number;
  readonly plan: Plan;
  /** The order of the attempt that a fault stopped: what it holds makes room. Forgotten when this one is taken up by another; its undoing is not. */
  readonly insteadOf?: string | undefined;
  /** The version of the cart that it was planned on. Not known to whoever takes it up. */
  readonly cartVersion?: number | null | undefined;
}

export interface CheckoutOpening {
  readonly idempotencyKey: string;
  readonly requestHash: string;
  /** What the order is to be called. */
  readonly number: string;
  /** The checkout of this key that a fault stopped, which this one takes the place of. Of several, one does. */
  readonly insteadOf: string | null;
  readonly cart: { readonly id: string; readonly version: number | null; readonly lines: readonly CartLineRow[] };
  readonly planned: Result<{ plan: Plan }, StoredRefusal['code']>;
  readonly offers: readonly Offer[];
}

/**
 * Writes a checkout down before anything is held or paid, or why there will be none. LOOK_AGAIN when another one is under
 * way for this key or this customer, or when the cart has changed since the plan was made.
 */
export const openCheckout: HotCommand<CheckoutOpening, OpenCheckout | 'refused', 'LOOK_AGAIN'> = async (
  work,
  opening,
) => {
  const { cart, planned, insteadOf } = opening;
  if (insteadOf !== null)
    await work.tx.$executeRaw`DELETE FROM "Checkout" WHERE "id" = ${insteadOf} AND "state" = 'REFUSED' AND "transient"`;
  const row = { id: newId('chk'), orderId: newId('ord'), number: opening.number };
  if (planned.ok) work.schedule('orders.finish-checkout', row.id, leaseFrom(work.now));
  if (!(await insert(work, opening, row)))
    return refuse('LOOK_AGAIN', 'Another checkout or a change of the cart came between.');
  if (planned.ok)
    return ok({ ...row, customerId: work.viewer.id, fence: 1, plan: planned.value.plan, cartVersion: cart.version });
  if (planned.code === 'PRICE_CHANGED') await repriceCart(work, cart.lines, opening.offers);
  return ok('refused');
};

/** Whether opening it is a matter of one statement. */
export const opensAtOnce = ({ planned, insteadOf }: CheckoutOpening): boolean => planned.ok && insteadOf === null;

/** When a checkout that was taken up now counts as abandoned. */
export const leaseFrom = (now: Date): Date =>
  new Date(now.getTime() + orderSettings().ORDERS_CHECKOUT_LEASE_SECONDS * 1000);

/**
 * One row per key and, while it is under way, per customer; the number is new among all orders, also those whose checkout
 * is forgotten. The cart is locked first, like by everybody who locks both, and read as it is then: until this commits, no
 * other checkout can empty it.
 */
async function insert(
  { tx, viewer, now, telling }: HotWork,
  { cart, planned, idempotencyKey, requestHash }: CheckoutOpening,
  row: { id: string; orderId: string; number: string },
): Promise<boolean> {
  const state = planned.ok ? 'STARTED' : 'REFUSED';
  const plan = planned.ok ? keptPlan(row.orderId, planned.value.plan) : null;
  const refusal = planned.ok ? null : planned;
  const [inserted] = await tx.$queryRaw<{ rows: number }[]>`
    WITH cart AS (SELECT "version" FROM "Cart" WHERE "id" = ${cart.id} FOR UPDATE),
    opened AS (
      INSERT INTO "Checkout" ("id", "customerId", "idempotencyKey", "requestHash", "state", "orderId", "number", "plan",
        "refusalCode", "refusalMessage", "refusalPath", "transient", "leaseUntil", "startedAt")
      SELECT ${row.id}, ${viewer.id}, ${idempotencyKey}, ${requestHash}, ${state}::"CheckoutState", ${row.orderId},
        ${row.number}, ${plan}::jsonb, ${refusal?.code}, ${refusal?.message}, ${[...(refusal?.path ?? [])]},
        ${refusal !== null && isTransient(refusal)},
        now() + make_interval(secs => ${orderSettings().ORDERS_CHECKOUT_LEASE_SECONDS}), ${now}
      WHERE (SELECT "version" FROM cart) IS NOT DISTINCT FROM ${cart.version}::int
        AND NOT EXISTS (SELECT FROM "Order" WHERE "number" = ${row.number})
      ON CONFLICT DO NOTHING RETURNING "id"),
    ${telling('opened')}
    SELECT count(*)::int AS "rows" FROM opened`;
  return inserted?.rows === 1;
}
