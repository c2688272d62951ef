import { ok, type Result, refuse } from '@app/kernel/result';
import { LostRace, transact } from '@app/kernel/work';
import { z } from 'zod';
import type { DeliveryWork, Operation } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { deliveryLifecycle } from '../domain/delivery.lifecycle.ts';
import { MAX_CODE_ATTEMPTS, sameCode } from '../domain/handover.ts';
import { changeLoad } from './courier-load.ts';
import { hurrySearch } from './hurry-search.ts';
import { readInput } from './input.ts';
import { mustMove } from './move-delivery.ts';
import { refusedUnlessPressed, rememberPress } from './press.ts';
import { openStep, type StepInput, type StepRefusal } from './take-step.ts';

const codeShape = z.object({ handoverCode: z.string().max(32) });

export type CompleteRefusal = StepRefusal | 'WRONG_HANDOVER_CODE' | 'TOO_MANY_ATTEMPTS';
type Answer = Result<DeliveryRow, CompleteRefusal>;

/**
 * Hands the order over, proven by the customer's code (D9). A wrong code is refused and yet counted: this is the one
 * refusal that commits.
 */
export const completeDelivery: Operation<StepInput & { handoverCode: string }, DeliveryRow, CompleteRefusal> = async (
  parts,
  input,
) => {
  const code = readInput(codeShape, input);
  if (!code.ok) return code;
  const answer = await transact(parts, (work) => tryCode(work, input, code.value.handoverCode.trim()));
  if (!answer.ok) return answer;
  await parts.positions.forgetShift(parts.viewer.id);
  await hurrySearch(parts, { latitude: answer.value.dropoffLatitude, longitude: answer.value.dropoffLongitude });
  return answer;
};

async function tryCode(work: DeliveryWork, input: StepInput, code: string): Promise<Answer> {
  const open = await openStep(work, input, 'complete');
  if (!open.ok) return open;
  const { delivery, done } = open.value;
  if (done && sameCode(code, delivery.handoverCode)) return ok(delivery);
  const allowed = deliveryLifecycle.check('complete', delivery.status as never, 'courier');
  if (!allowed.ok && done) return allowed;
  if (!allowed.ok)
    return refusedUnlessPressed(work, { ...input, move: 'complete', key: input.idempotencyKey }, allowed);
  // Counted before it is compared and in one statement, so that guesses sent all at once are counted one by one.
  const [counted] = await work.tx.delivery.updateManyAndReturn({
    where: { id: delivery.id, status: delivery.status, codeAttempts: { lt: MAX_CODE_ATTEMPTS } },
    data: { codeAttempts: { increment: 1 } },
  });
  if (!counted && delivery.codeAttempts < MAX_CODE_ATTEMPTS) throw new LostRace('Another answer came between.');
  if (!counted) return refuse('TOO_MANY_ATTEMPTS', 'Too many wrong codes. The back office has to help.');
  if (!sameCode(code, counted.handoverCode))
    return refuse('WRONG_HANDOVER_CODE', 'That is not the customer’s code.', ['input', 'handoverCode']);
  await rememberPress(work, { ...input, move: 'complete', key: input.idempotencyKey });
  return ok(await complete(work, counted));
}

async function complete(work: DeliveryWork, delivery: DeliveryRow): Promise<DeliveryRow> {
  const set = { settledAt: work.now, codeAttempts: delivery.codeAttempts - 1 };
  const delivered = await mustMove(work, delivery, { name: 'complete', by: 'courier', set, tell: {} });
  if (delivery.courierId) await changeLoad(work.tx, delivery.courierId, { jobs: -1 });
  return delivered;
}
