import { PeerUnavailable } from '@app/kernel/peers';
import { type Refusal, refuse } from '@app/kernel/result';
import { alone } from '@app/kernel/sql';
import { run, transact } from '@app/kernel/work';
import type { OpenCheckout } from '../commands/open-checkout.ts';
import type { OrderRows } from '../commands/order.writes.ts';
import { type Placing, placeLocked, placeOrder } from '../commands/place-order.ts';
import { refuseCheckout } from '../commands/settle-checkout.ts';
import type { Flow } from '../context.ts';
import type { StoredRefusal } from '../domain/checkout.outcome.ts';
import { priceOf } from '../domain/pricing.ts';

/**
 * Holds the stock, opens the payment and places the order, or gives everything back. Every step is repeatable, so that it
 * can be taken up after a crash. Null when there is no order, or another process has placed it.
 */
export async function finishCheckout(flow: Flow, checkout: OpenCheckout): Promise<OrderRows | null> {
  const held = await hold(flow, checkout);
  if (!held.ok) return refuseAndUndo(flow, checkout, held);
  const opened = await openPayment(flow, checkout);
  if (!opened.ok) return refuseAndUndo(flow, checkout, opened);
  return place(flow, { checkout, paid: opened.value.paid });
}

/** In one statement while the cart is as it was planned on. Null: another process has taken the checkout up and decides. */
async function place({ direct, viewer }: Flow, placing: Placing): Promise<OrderRows | null> {
  const { cartVersion } = placing.checkout;
  if (cartVersion != null) {
    const placed = await run({ db: alone(direct), viewer }, placeOrder, { ...placing, cartVersion });
    if (placed.ok) return placed.value;
  }
  const placed = await run({ db: direct, viewer }, placeLocked, placing);
  return placed.ok ? placed.value : null;
}

const TOO_MUCH: readonly string[] = ['OUT_OF_STOCK', 'HOLD_LIMIT'];

async function hold({ neighbours }: Flow, { orderId, customerId, plan, insteadOf }: OpenCheckout) {
  // In one order for everybody: unsorted holds of several items lock each other out.
  const lines = plan.lines
    .map(({ itemId, quantity }) => ({ itemId, quantity }))
    .sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
  const held = await orUnavailable(
    () => neighbours.hold({ orderId, customerId, insteadOf }, lines),
    refuse(
      'STOCK_UNAVAILABLE',
      'The stock cannot be held right now; nothing was ordered. Try again with the same key.',
    ),
  );
  if (held.ok || !TOO_MUCH.includes(held.code)) return held;
  const itemIds = ('shortItemIds' in held && held.shortItemIds) || [];
  const names = plan.lines.filter(({ itemId }) => itemIds.includes(itemId)).map(({ name }) => name);
  if (names.length === 0) return refuse(held.code, held.message);
  const what = held.code === 'HOLD_LIMIT' ? 'Too many for one customer of' : 'Not enough left of';
  return refuse(held.code, `${what}: ${names.join(', ')}.`);
}

function openPayment({ neighbours }: Flow, { orderId, number, customerId, plan }: OpenCheckout) {
  return orUnavailable(
    () =>
      neighbours.openPayment({
        orderId,
        orderNumber: number,
        customerId,
        businessIds: plan.businesses.map(({ id }) => id),
        method: plan.method,
        amountMinor: priceOf(plan.lines, plan.tipMinor).amounts.totalMinor,
        currencyCode: plan.currency,
        provider: plan.provider,
      }),
    refuse(
      'PAYMENT_UNAVAILABLE',
      'Payments cannot be taken right now; nothing was ordered. Try again with the same key.',
    ),
  );
}

async function orUnavailable<T, R extends Refusal>(question: () => Promise<T>, no: R): Promise<T | R> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof PeerUnavailable) return no;
    throw error;
  }
}

/** First the decision, then the way back: whoever else might still work on this checkout cannot place it any more. */
async function refuseAndUndo(flow: Flow, checkout: OpenCheckout, refusal: StoredRefusal): Promise<null> {
  // Nothing was held, so nothing was paid.
  const undo = !TOO_MUCH.includes(refusal.code) && refusal.code !== 'ITEM_UNAVAILABLE';
  const refused = await transact(flow, (work) => refuseCheckout(work, { checkout, refusal, undo }));
  if (!refused || !undo) return null;
  try {
    await undoCheckout(flow, checkout.orderId);
    await transact(flow, async (work) => work.unschedule('orders.undo-checkout', checkout.orderId));
  } catch (error) {
    flow.log.warn(
      { err: error, orderId: checkout.orderId },
      'could not undo a refused checkout yet; its deadline will',
    );
  }
  return null;
}

/** Gives back whatever was held or paid for an order that will not exist. */
export async function undoCheckout({ neighbours }: Pick<Flow, 'neighbours'>, orderId: string): Promise<void> {
  const undone = await Promise.allSettled([neighbours.release(orderId), neighbours.voidPayment(orderId)]);
  for (const step of undone) if (step.status === 'rejected') throw step.reason;
}
