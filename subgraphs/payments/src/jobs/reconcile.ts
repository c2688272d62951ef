import type { Job } from '@app/kernel/timer';
import { transact } from '@app/kernel/work';
import { keepComparison } from '../commands/keep-comparison.ts';
import { openReconciliation } from '../commands/open-reconciliation.ts';
import type { Flow } from '../context.ts';
import { dayBefore, nextDaily, RECONCILE, RECONCILE_DAILY } from '../domain/reconciliation.ts';
import { comparePage } from '../flows/compare-records.ts';

/** Goes on with a comparison of a provider's records with the ledger by one page; what was kept of it survives a crash (P10). */
export const reconcile = (flow: Flow): Job => ({
  kind: RECONCILE,
  async perform({ subject: id }) {
    const report = await flow.db.reconciliation.findUnique({ where: { id } });
    if (!report || report.step === 'DONE') return;
    const compared = await comparePage(flow, report);
    await transact(flow, (work) => keepComparison(work, report, compared));
    if (compared.differences.length > 0)
      flow.log.error(
        { reconciliation: id, provider: report.provider, differences: compared.differences.length },
        'a provider and the ledger disagree; somebody has to look',
      );
  },
});

/** Begins the comparison of a provider's day before, and plans the next one, in one transaction. Days missed are made good. */
export const reconcileDaily = (flow: Flow): Job => ({
  kind: RECONCILE_DAILY,
  async perform({ subject: provider, dueAt }) {
    const { from, to } = dayBefore(dueAt);
    const requestKey = `daily:${provider}:${from.toISOString().slice(0, 10)}`;
    await transact(flow, async (work) => {
      await openReconciliation(work, { provider, from, to, requestKey });
      work.schedule(RECONCILE_DAILY, provider, nextDaily(dueAt));
    });
  },
});

/** Sees to it that each provider that is offered is compared daily; for one that is planned already, nothing changes. */
export async function planDaily({ db, providers, clock }: Flow): Promise<void> {
  const dueAt = nextDaily(clock());
  const plan = ({ name }: { name: string }) => ({ kind: RECONCILE_DAILY, subject: name, dueAt, payload: {} });
  await db.deadline.createMany({ data: providers.offered.map(plan), skipDuplicates: true });
}
