import type { Due, Job } from '@app/kernel/timer';
import { transact } from '@app/kernel/work';
import { settle } from '../commands/apply-webhook.ts';
import { canMove } from '../commands/move-payment.ts';
import type { Flow } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { agrees } from '../domain/agreement.ts';
import { nextLook, SETTLE_SESSION } from '../domain/reconcile.ts';
import { openSession } from '../flows/open-session.ts';
import { ProviderRefused, type ProviderSession } from '../provider/port.ts';

/**
 * The reconciler: asks the provider about an online payment that is not settled, whatever became of its webhooks (P10).
 * When its time is over or its order was called off, the page at the provider is closed first and believed last.
 */
export const settleSession = (flow: Flow): Job => ({
  kind: SETTLE_SESSION,
  async perform({ subject: paymentId }: Due) {
    const payment = await flow.db.payment.findUnique({ where: { id: paymentId } });
    if (payment?.method !== 'ONLINE' || !canMove(payment, 'capture') || payment.status === 'FAILED') return;
    const reference = payment.providerReference ?? (await opened(flow, payment));
    if (reference === null) return;
    const session = await look(flow, payment, reference);
    if (!agrees(payment, session)) {
      const fields = { security: 'session-disagrees', paymentId, reference: session.reference };
      flow.log.error(fields, 'the provider has another amount, currency or session; nothing was captured');
      return;
    }
    const { status } = session;
    if (status !== 'open') await transact(flow, (work) => settle(work, payment, status));
    else await transact(flow, (work) => lookAgain(flow, payment, work));
  },
});

/** The session that was never opened, because the process ended; null when the provider will not: the payment has failed. */
async function opened(flow: Flow, payment: PaymentRow): Promise<string | null> {
  try {
    return (await openSession(flow, payment)).providerReference;
  } catch (error) {
    if (error instanceof ProviderRefused) return null;
    throw error;
  }
}

function look({ providers, clock }: Flow, payment: PaymentRow, reference: string): Promise<ProviderSession> {
  const provider = providers.named(payment.provider);
  const over = payment.status === 'EXPIRED' || (payment.expiresAt !== null && payment.expiresAt <= clock());
  return over ? provider.expireSession(reference) : provider.getSession(reference);
}

async function lookAgain({ terms }: Flow, payment: PaymentRow, work: { now: Date; schedule: Schedule }): Promise<void> {
  work.schedule(SETTLE_SESSION, payment.id, nextLook(payment, work.now, terms.reconcileSeconds));
}

type Schedule = (kind: string, subject: string, dueAt: Date) => void;
