import { refuse } from '@app/kernel/result';
import { transact } from '@app/kernel/work';
import type { DeliveryWork, Operation } from '../context.ts';
import type { DeliveryRow, Tx } from '../db.ts';
import { deliveryLifecycle } from '../domain/delivery.lifecycle.ts';
import { pickUp } from './pick-up.ts';
import { ownDelivery, type StepRefusal } from './take-step.ts';
import { withFreshShift } from './with-fresh-shift.ts';

/**
 * The courier takes it along. Orders decides whether it is still to be had, under the lock that calling off takes too: only
 * then it is picked up here. A crash in between leaves it with the courier at the door, who presses again.
 */
export const collect: Operation<{ deliveryId: string }, DeliveryRow, StepRefusal> = async (parts, input) => {
  const job = await transact<Tx, Awaited<ReturnType<typeof collectable>>>(parts, (work) => collectable(work, input));
  if (!job.ok) return job;
  if (!(await parts.kitchens.handOver(job.value.sellerOrderId)))
    return refuse('MOVE_NOT_ALLOWED', 'The order was called off. Leave it where it is.');
  return withFreshShift(pickUp)(parts, input);
};

async function collectable(work: DeliveryWork, { deliveryId }: { deliveryId: string }) {
  const delivery = await ownDelivery(work, deliveryId);
  if (!delivery.ok) return delivery;
  const allowed = deliveryLifecycle.check('pickUp', delivery.value.status as never, 'courier');
  return allowed.ok ? delivery : allowed;
}
