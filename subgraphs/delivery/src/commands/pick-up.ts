import type { DeliveryCommand } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type StepRefusal, takeStep } from './take-step.ts';

/** The courier has it. From here on the job can no longer be called off. */
export const pickUp: DeliveryCommand<{ deliveryId: string }, DeliveryRow, StepRefusal> = (work, { deliveryId }) =>
  takeStep(work, deliveryId, { name: 'pickUp', set: { pickedUpAt: work.now }, tell: {} });
