import { createHash } from 'node:crypto';
import { ok, type Result, refuse } from '@app/kernel/result';
import type { OrderWork } from '../context.ts';

/** What somebody wants to be done to an order, under a key of theirs. */
export interface Wish {
  readonly key: string;
  readonly orderId: string;
  readonly wish: readonly (string | null)[];
}

/** Writes a new wish down. KNOWN: the same one came with this key before. The order is locked, so one of two at once is the first. */
export async function rememberWish(
  { tx, viewer, now }: OrderWork,
  { key: idempotencyKey, orderId, wish }: Wish,
): Promise<Result<'NEW' | 'KNOWN', 'IDEMPOTENCY_CONFLICT'>> {
  const requestHash = createHash('sha256').update(JSON.stringify(wish)).digest('base64url');
  const row = { actorId: viewer.id, idempotencyKey, requestHash, orderId, requestedAt: now };
  const { count } = await tx.cancelRequest.createMany({ data: [row], skipDuplicates: true });
  if (count === 1) return ok('NEW');
  const key = { actorId: viewer.id, idempotencyKey };
  const known = await tx.cancelRequest.findUniqueOrThrow({ where: { actorId_idempotencyKey: key } });
  return known.requestHash === requestHash
    ? ok('KNOWN')
    : refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
}
