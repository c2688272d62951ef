import type { DeliveryCommand } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type StepRefusal, takeStep } from './take-step.ts';

/** The courier stands at the business. */
export const arriveAtPickup: DeliveryCommand<{ deliveryId: string }, DeliveryRow, StepRefusal> = (
  work,
  { deliveryId },
) => takeStep(work, deliveryId, { name: 'arrive', set: { arrivedAt: work.now }, tell: {} });
