import type { DeliveryCommand } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type StepInput, type StepRefusal, takeStep } from './take-step.ts';

/** The courier stands at the business. */
export const arriveAtPickup: DeliveryCommand<StepInput, DeliveryRow, StepRefusal> = (work, input) =>
  takeStep(work, input, { name: 'arrive', set: { arrivedAt: work.now }, tell: {} });
