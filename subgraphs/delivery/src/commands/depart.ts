import type { DeliveryCommand } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type StepRefusal, takeStep } from './take-step.ts';

/** The courier has left the business behind, as their position shows. */
export const depart: DeliveryCommand<{ deliveryId: string }, DeliveryRow, StepRefusal> = (work, { deliveryId }) =>
  takeStep(work, deliveryId, { name: 'depart', set: { departedAt: work.now }, tell: {} });
