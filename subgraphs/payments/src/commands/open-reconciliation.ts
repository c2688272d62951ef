import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { PaymentCommand } from '../context.ts';
import type { ReconciliationRow } from '../db.ts';
import { LONGEST_PERIOD_MS, RECONCILE } from '../domain/reconciliation.ts';

/** Which period of which provider is to be compared. */
export interface OpenReconciliation {
  readonly provider: string;
  readonly from: Date;
  /** Not part of the period. */
  readonly to: Date;
  /** Asked again under the same one, the same comparison answers. */
  readonly requestKey: string;
}

/** Begins to compare a provider's records with the ledger (P10); a job goes on with it page by page. */
export const openReconciliation: PaymentCommand<
  OpenReconciliation,
  ReconciliationRow,
  'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT'
> = async ({ tx, now, schedule }, { provider, from, to, requestKey }) => {
  if (from >= to || to > now || to.getTime() - from.getTime() > LONGEST_PERIOD_MS)
    return refuse('INVALID_INPUT', 'The period must be over, and 31 days at most.', ['input', 'to']);
  const known = await tx.reconciliation.findUnique({ where: { requestKey } });
  if (known) {
    const same =
      known.provider === provider &&
      known.periodFrom.getTime() === from.getTime() &&
      known.periodTo.getTime() === to.getTime();
    return same
      ? ok(known)
      : refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
  }
  const period = { provider, periodFrom: from, periodTo: to };
  const row = { id: newId('rec'), requestKey, ...period, step: 'THEIR_PAYMENTS' as const, startedAt: now };
  const [begun] = await tx.reconciliation.createManyAndReturn({ data: [row], skipDuplicates: true });
  if (!begun) throw new LostRace();
  schedule(RECONCILE, begun.id, now);
  return ok(begun);
};
