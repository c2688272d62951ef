import { newId } from '@app/kernel/ids';
import type { PaymentWork } from '../context.ts';
import type { DifferenceRow, ReconciliationRow, ReconciliationStep } from '../db.ts';
import { RECONCILE } from '../domain/reconciliation.ts';

/** A difference as it is found. */
export type Found = Omit<DifferenceRow, 'id' | 'reconciliationId' | 'foundAt'>;

/** What one look at a page showed, and where the comparison goes on. */
export interface Compared {
  readonly differences: readonly Found[];
  /** Ids of ours that were among their records. */
  readonly matched: readonly string[];
  readonly count: number;
  readonly next: { readonly step: ReconciliationStep; readonly cursor: string | null };
}

/** Keeps what a page showed and goes on after it, both or neither: a page that is looked at again after a crash counts once. */
export async function keepComparison(
  { tx, now, schedule }: PaymentWork,
  { id, step, cursor }: ReconciliationRow,
  { differences, matched, count, next }: Compared,
): Promise<void> {
  const isDone = next.step === 'DONE';
  const moved = await tx.reconciliation.updateMany({
    where: { id, step, cursor },
    data: { ...next, compared: { increment: count }, ...(isDone && { finishedAt: now }) },
  });
  if (moved.count === 0) return; // Somebody else has kept this page.
  const rows = differences.map((found) => ({ ...found, id: newId('dif'), reconciliationId: id, foundAt: now }));
  await tx.reconciliationDifference.createMany({ data: rows, skipDuplicates: true });
  const met = matched.map((ourId) => ({ reconciliationId: id, ourId }));
  await tx.reconciliationMatch.createMany({ data: met, skipDuplicates: true });
  if (isDone) await tx.reconciliationMatch.deleteMany({ where: { reconciliationId: id } });
  else schedule(RECONCILE, id, now);
}
