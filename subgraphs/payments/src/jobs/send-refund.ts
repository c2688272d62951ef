import type { Due, Job } from '@app/kernel/timer';
import { run, transact } from '@app/kernel/work';
import { awaitRefund, completeRefund, takeBackRefund } from '../commands/settle-refund.ts';
import type { Flow } from '../context.ts';
import type { PaymentRow, RefundRow } from '../db.ts';
import { nextRefundLook, SEND_REFUND } from '../domain/reconcile.ts';
import { type ProviderRefund, ProviderRefused } from '../provider/port.ts';

/**
 * Takes a promised refund to the provider, and asks about it until it is sent or has failed. It may run again after a
 * crash: the provider knows the refund by its id.
 */
export const sendRefund = (flow: Flow): Job => ({
  kind: SEND_REFUND,
  async perform({ subject: refundId }: Due) {
    const refund = await flow.db.refund.findUnique({ where: { id: refundId }, include: { payment: true } });
    if (refund?.state !== 'PENDING') return;
    const { reference, status } = await look(flow, refund);
    if (status === 'failed' || reference === null) await takeBack(flow, refund, reference);
    else if (status === 'sent') await run(flow, completeRefund, { refundId, providerReference: reference });
    else {
      const next = nextRefundLook(refund, flow.clock(), flow.terms.reconcileSeconds);
      await transact(flow, (work) => awaitRefund(work, { refundId, providerReference: reference, next }));
    }
  },
});

type Asked = Omit<ProviderRefund, 'reference'> & { readonly reference: string | null };

async function look(flow: Flow, refund: RefundRow & { payment: PaymentRow }): Promise<Asked> {
  const { id: refundId, amountMinor, currency, reason, payment } = refund;
  const provider = flow.providers.named(payment.provider);
  if (refund.providerReference) return provider.getRefund(refund.providerReference);
  const reference = payment.providerReference;
  if (!reference) throw new Error(`refund ${refundId} belongs to a payment without a session`);
  try {
    return await provider.refund({ refundId, paymentId: payment.id, reference, amountMinor, currency, reason });
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    flow.log.error({ err: error, refundId }, 'the provider refuses a refund');
    return { reference: null, status: 'failed' };
  }
}

async function takeBack(flow: Flow, refund: RefundRow, providerReference: string | null): Promise<void> {
  const { id: refundId, paymentId } = refund;
  flow.log.error({ refundId, paymentId }, 'a refund was not sent and is taken back; somebody has to look');
  await run(flow, takeBackRefund, { refundId, providerReference });
}
