import { type Result, refuse } from '@app/kernel/result';
import { transact } from '@app/kernel/work';
import type { DeliveryWork, Operation } from '../context.ts';
import type { DeliveryRow, Tx } from '../db.ts';
import { deliveryLifecycle } from '../domain/delivery.lifecycle.ts';
import { pickUp } from './pick-up.ts';
import { type OpenStep, openStep, type StepInput, type StepRefusal } from './take-step.ts';
import { withFreshShift } from './with-fresh-shift.ts';

/**
 * The courier takes it along. Orders decides whether it is still to be had, under the lock that calling off takes too: only
 * then it is picked up here. A crash in between leaves it with the courier at the door, who presses again.
 */
export const collect: Operation<StepInput, DeliveryRow, StepRefusal> = async (parts, input) => {
  const job = await transact<Tx, Awaited<ReturnType<typeof collectable>>>(parts, (work) => collectable(work, input));
  if (!job.ok) return job;
  if (!job.value.done && !(await parts.kitchens.handOver(job.value.delivery.sellerOrderId)))
    return refuse('MOVE_NOT_ALLOWED', 'The order was called off. Leave it where it is.');
  return withFreshShift(pickUp)(parts, input);
};

async function collectable(work: DeliveryWork, input: StepInput): Promise<Result<OpenStep, StepRefusal>> {
  const open = await openStep(work, input, 'pickUp');
  if (!open.ok || open.value.done) return open;
  const allowed = deliveryLifecycle.check('pickUp', open.value.delivery.status as never, 'courier');
  return allowed.ok ? open : allowed;
}
