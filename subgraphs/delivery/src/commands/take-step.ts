import { type Result, refuse } from '@app/kernel/result';
import type { DeliveryWork } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import type { DeliveryMove } from '../domain/delivery.lifecycle.ts';
import { idShape, readInput } from './input.ts';
import { moveDelivery, type Step } from './move-delivery.ts';

export type StepRefusal = 'INVALID_INPUT' | 'DELIVERY_NOT_FOUND' | 'MOVE_NOT_ALLOWED';

/** The job if the signed-in courier carries it; to everybody else it does not exist. */
export async function ownDelivery(
  work: DeliveryWork,
  deliveryId: unknown,
): Promise<Result<DeliveryRow, 'INVALID_INPUT' | 'DELIVERY_NOT_FOUND'>> {
  const id = readInput(idShape, deliveryId);
  if (!id.ok) return id;
  const delivery = await work.tx.delivery.findUnique({ where: { id: id.value } });
  return delivery && delivery.courierUserId === work.viewer.id
    ? { ok: true, value: delivery }
    : refuse('DELIVERY_NOT_FOUND', 'No such delivery.');
}

/** One step of the courier with their own job. */
export async function takeStep<Name extends DeliveryMove>(
  work: DeliveryWork,
  deliveryId: string,
  step: { readonly name: Name } & Omit<Step<Name>, 'by'>,
): Promise<Result<DeliveryRow, StepRefusal>> {
  const delivery = await ownDelivery(work, deliveryId);
  return delivery.ok ? moveDelivery(work, delivery.value, { ...step, by: 'courier' } as never) : delivery;
}
