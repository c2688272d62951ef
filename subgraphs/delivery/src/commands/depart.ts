import type { DeliveryCommand } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type StepInput, type StepRefusal, takeStep } from './take-step.ts';

/** The courier has left the business behind, as their position shows. */
export const depart: DeliveryCommand<StepInput, DeliveryRow, StepRefusal> = (work, input) =>
  takeStep(work, input, { name: 'depart', set: { departedAt: work.now }, tell: {} });
