import type { OrderWork } from '../context.ts';
import type { CheckoutRow, Tx } from '../db.ts';
import { isTransient, type StoredRefusal } from '../domain/checkout.outcome.ts';
import { orderSettings } from '../env.ts';
import { readPlan } from '../plan.shape.ts';
import type { OpenCheckout } from './open-checkout.ts';

const UNDO_AFTER_MS = 5_000;

/**
 * Decides that this checkout will not become an order, before anything is given back: nobody can finish it any more.
 * `undo`: something may be held or paid, and goes back even when this process ends here. False when another took it up.
 */
export async function refuseCheckout(
  work: OrderWork,
  { checkout, refusal, undo }: { checkout: OpenCheckout; refusal: StoredRefusal; undo: boolean },
): Promise<boolean> {
  const { count } = await work.tx.checkout.updateMany({
    where: { id: checkout.id, state: 'STARTED', fence: checkout.fence },
    data: {
      state: 'REFUSED',
      refusalCode: refusal.code,
      refusalMessage: refusal.message,
      refusalPath: [...(refusal.path ?? [])],
      transient: isTransient(refusal),
    },
  });
  if (count === 0) return false;
  work.unschedule('orders.finish-checkout', checkout.id);
  if (undo) work.schedule('orders.undo-checkout', checkout.orderId, new Date(work.now.getTime() + UNDO_AFTER_MS));
  return true;
}

/** Takes up a checkout that nobody works on any more; null when it is settled or somebody does. By the database's clock. */
export async function takeUpCheckout(tx: Tx, id: string): Promise<OpenCheckout | null> {
  const [row] = await tx.$queryRaw<CheckoutRow[]>`
    UPDATE "Checkout"
    SET "fence" = "fence" + 1,
        "leaseUntil" = now() + make_interval(secs => ${orderSettings().ORDERS_CHECKOUT_LEASE_SECONDS})
    WHERE "id" = ${id} AND "state" = 'STARTED' AND "leaseUntil" <= now()
    RETURNING *`;
  if (!row) return null;
  const { customerId, orderId, number, fence } = row;
  return { id, customerId, orderId, number, fence, plan: readPlan(orderId, row.plan) };
}
