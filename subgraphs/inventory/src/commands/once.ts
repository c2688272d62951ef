import { ok, type Result, refuse } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { StockWork } from '../context.ts';
import type { Prisma } from '../db.ts';

/** A request that a client may send again and again under one key. Keys belong to their caller and their operation. */
export interface Asking {
  readonly operation: string;
  readonly key: string;
  readonly requestHash: string;
}

/** What the same request was answered before, null when the key is new. Look after taking the locks: of two at once, the second then finds the first. */
export async function answeredBefore<Answer>(
  { tx, viewer }: StockWork,
  { operation, key, requestHash }: Asking,
): Promise<Result<Answer, 'IDEMPOTENCY_CONFLICT'> | null> {
  const earlier = await tx.idempotencyKey.findUnique({
    where: { callerId_operation_key: { callerId: viewer.id, operation, key } },
  });
  if (!earlier) return null;
  if (earlier.requestHash === requestHash) return ok(earlier.answer as unknown as Answer);
  return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
}

/** Remembers what a request was answered. Refusals are not remembered: they changed nothing. */
export async function rememberAnswer(
  { tx, viewer, now }: StockWork,
  { operation, key, requestHash }: Asking,
  answer: Prisma.InputJsonValue,
): Promise<void> {
  const row = { callerId: viewer.id, operation, key, requestHash, answer, createdAt: now };
  const { count } = await tx.idempotencyKey.createMany({ data: [row], skipDuplicates: true });
  // The same key at the same moment for something else: start again, and find it taken.
  if (count === 0) throw new LostRace(`idempotency key of ${viewer.id}`);
}
