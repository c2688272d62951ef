import { createHash } from 'node:crypto';
import { ok, type Result, refuse } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import { z } from 'zod';
import type { DeliveryWork } from '../context.ts';
import type { DeliveryMove } from '../domain/delivery.lifecycle.ts';

/** An idempotency key: 8 to 128 characters of the client's choice, nothing that cannot be printed. */
export const keyShape = z
  .string()
  .min(8, 'At least 8 characters.')
  .max(128, 'At most 128 characters.')
  .regex(/^\P{C}+$/u, 'Control characters cannot be used.')
  .nullish();

/** A courier's press of a button, perhaps not the first one under its key. */
export interface Press {
  readonly move: DeliveryMove;
  readonly deliveryId: string;
  readonly key: string | null | undefined;
}

const hashOf = ({ move, deliveryId }: Press): string =>
  createHash('sha256')
    .update(JSON.stringify([move, deliveryId]))
    .digest('base64url');

/** Whether this press has done its work before: then whoever repeats it is answered like the first time. */
export async function wasPressed(
  { tx, viewer }: DeliveryWork,
  press: Press,
): Promise<Result<boolean, 'IDEMPOTENCY_CONFLICT'>> {
  if (!press.key) return ok(false);
  const courierUserId_key = { courierUserId: viewer.id, key: press.key };
  const known = await tx.deliveryPress.findUnique({ where: { courierUserId_key } });
  if (known && known.requestHash !== hashOf(press))
    return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
  return ok(known !== null);
}

/**
 * What a move was refused with, unless the same press has just made it: it had not committed yet when this one looked for
 * it, and had when this one read the job. Throws LostRace then.
 */
export async function refusedUnlessPressed<Refusal>(
  work: DeliveryWork,
  press: Press,
  refusal: Refusal,
): Promise<Refusal> {
  const pressed = await wasPressed(work, press);
  if (pressed.ok && pressed.value) throw new LostRace('The same press came between.');
  return refusal;
}

/** Remembers a press together with what it did. Throws LostRace when the same one came between. */
export async function rememberPress({ tx, viewer, now }: DeliveryWork, press: Press): Promise<void> {
  if (!press.key) return;
  const row = { courierUserId: viewer.id, key: press.key, requestHash: hashOf(press), pressedAt: now };
  const { count } = await tx.deliveryPress.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) throw new LostRace('The same press came between.');
}
