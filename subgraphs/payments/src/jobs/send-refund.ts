import type { Due, Job } from '@app/kernel/timer';
import { run } from '@app/kernel/work';
import { completeRefund, takeBackRefund } from '../commands/settle-refund.ts';
import type { Flow } from '../context.ts';
import { SEND_REFUND } from '../domain/reconcile.ts';
import { ProviderRefused } from '../provider/port.ts';

/** Takes a promised refund to the provider. It may run again after a crash: the provider knows the refund by its id. */
export const sendRefund = (flow: Flow): Job => ({
  kind: SEND_REFUND,
  async perform({ subject: refundId }: Due) {
    const refund = await flow.db.refund.findUnique({ where: { id: refundId }, include: { payment: true } });
    if (refund?.state !== 'PENDING') return;
    const { amountMinor, reason, payment } = refund;
    const reference = payment.providerReference;
    if (!reference) throw new Error(`refund ${refundId} belongs to a payment without a session`);
    try {
      const sent = await flow.provider.refund({ refundId, reference, amountMinor, reason });
      await run(flow, completeRefund, { refundId, providerReference: sent.reference });
    } catch (error) {
      if (!(error instanceof ProviderRefused)) throw error;
      flow.log.error(
        { err: error, refundId, paymentId: payment.id },
        'the provider refuses a refund; somebody has to look',
      );
      await run(flow, takeBackRefund, { refundId });
    }
  },
});
