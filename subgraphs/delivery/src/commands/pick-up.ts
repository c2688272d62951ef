import type { DeliveryCommand } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type StepInput, type StepRefusal, takeStep } from './take-step.ts';

/** The courier has it. From here on the job can no longer be called off. */
export const pickUp: DeliveryCommand<StepInput, DeliveryRow, StepRefusal> = (work, input) =>
  takeStep(work, input, { name: 'pickUp', set: { pickedUpAt: work.now }, tell: {} });
