import { ok, type Result, refuse } from '@app/kernel/result';
import { z } from 'zod';
import type { DeliveryWork } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import type { DeliveryMove } from '../domain/delivery.lifecycle.ts';
import { idShape, readInput } from './input.ts';
import { moveDelivery, type Step } from './move-delivery.ts';
import { keyShape, refusedUnlessPressed, rememberPress, wasPressed } from './press.ts';

/** What a courier's button sends. */
export interface StepInput {
  readonly deliveryId: string;
  readonly idempotencyKey?: string | null | undefined;
}

export type StepRefusal = 'INVALID_INPUT' | 'DELIVERY_NOT_FOUND' | 'MOVE_NOT_ALLOWED' | 'IDEMPOTENCY_CONFLICT';

const stepShape = z.object({ deliveryId: idShape, idempotencyKey: keyShape });

/** A job that a courier wants to move, and whether this very press has moved it already. */
export interface OpenStep {
  readonly delivery: DeliveryRow;
  readonly done: boolean;
}

/** Opens a step of the signed-in courier with a job that they carry; to everybody else it does not exist. */
export async function openStep(
  work: DeliveryWork,
  input: StepInput,
  move: DeliveryMove,
): Promise<Result<OpenStep, Exclude<StepRefusal, 'MOVE_NOT_ALLOWED'>>> {
  const given = readInput(stepShape, input);
  if (!given.ok) return given;
  const { deliveryId, idempotencyKey: key } = given.value;
  const pressed = await wasPressed(work, { move, deliveryId, key });
  if (!pressed.ok) return pressed;
  const delivery = await work.tx.delivery.findUnique({ where: { id: deliveryId } });
  return delivery && delivery.courierUserId === work.viewer.id
    ? ok({ delivery, done: pressed.value })
    : refuse('DELIVERY_NOT_FOUND', 'No such delivery.');
}

/** One step of the courier with their own job. */
export async function takeStep<Name extends DeliveryMove>(
  work: DeliveryWork,
  input: StepInput,
  step: { readonly name: Name } & Omit<Step<Name>, 'by'>,
): Promise<Result<DeliveryRow, StepRefusal>> {
  const open = await openStep(work, input, step.name);
  if (!open.ok) return open;
  if (open.value.done) return ok(open.value.delivery);
  const moved = await moveDelivery(work, open.value.delivery, { ...step, by: 'courier' } as never);
  const press = { ...input, move: step.name, key: input.idempotencyKey };
  if (!moved.ok) return refusedUnlessPressed(work, press, moved);
  await rememberPress(work, press);
  return moved;
}
