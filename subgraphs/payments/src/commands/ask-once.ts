import { createHash } from 'node:crypto';
import { ok, type Result, refuse } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';

/** A request that a client may send again and again under one key. Keys belong to the caller. */
export interface Asking {
  readonly key: string;
  readonly operation: string;
  readonly input: readonly (string | null)[];
}

const hashOf = ({ operation, input }: Asking): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, ...input]))
    .digest('hex');

/** The id of what answered the same request before: a payment, a payout; null when the key is new. */
export async function answerBefore(
  { tx, viewer }: PaymentWork,
  asking: Asking,
): Promise<Result<string | null, 'IDEMPOTENCY_CONFLICT'>> {
  const before = await tx.askedOnce.findUnique({ where: { callerId_key: { callerId: viewer.id, key: asking.key } } });
  if (!before) return ok(null);
  if (before.inputHash !== hashOf(asking))
    return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
  return ok(before.answerId);
}

/** The payment that answered the same request before, null when the key is new. */
export async function answeredBefore(
  work: PaymentWork,
  asking: Asking,
): Promise<Result<PaymentRow | null, 'IDEMPOTENCY_CONFLICT'>> {
  const before = await answerBefore(work, asking);
  if (!before.ok || before.value === null) return before as Result<null, 'IDEMPOTENCY_CONFLICT'>;
  return ok(await work.tx.payment.findUniqueOrThrow({ where: { id: before.value } }));
}

/** Remembers what answered a request. Of two that use a new key at once, one starts over and finds the other's answer. */
export async function rememberAnswer(
  { tx, viewer, now }: PaymentWork,
  asking: Asking,
  answerId: string,
): Promise<void> {
  const row = { callerId: viewer.id, key: asking.key, inputHash: hashOf(asking), answerId, askedAt: now };
  const { count } = await tx.askedOnce.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) throw new LostRace();
}
