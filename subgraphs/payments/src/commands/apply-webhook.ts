import type { PaymentWork } from '../context.ts';
import type { PaymentRow, WebhookEventRow } from '../db.ts';
import { agrees } from '../domain/agreement.ts';
import { APPLY_WEBHOOK, nextTry } from '../domain/reconcile.ts';
import type { PaymentProvider, ProviderNews } from '../provider/port.ts';
import { completePayment } from './complete-payment.ts';
import { lockPayment } from './lock.ts';
import { expirePayment, failPayment } from './settle-unpaid.ts';

/** What became of a webhook. */
export type WebhookOutcome = 'APPLIED' | 'IRRELEVANT' | 'DISAGREES' | 'UNKNOWN_PAYMENT' | 'APPLIED_BEFORE';

/** Acts once on what a provider told us, whatever else it told us before. One about a payment we do not know yet waits. */
export async function applyWebhook(
  work: PaymentWork,
  { provider, eventId }: { provider: PaymentProvider; eventId: string },
): Promise<WebhookOutcome> {
  const [event] = await work.tx.$queryRaw<WebhookEventRow[]>`
    SELECT * FROM "WebhookEvent"
    WHERE "provider" = ${provider.name} AND "eventId" = ${eventId} AND "appliedAt" IS NULL FOR UPDATE`;
  if (!event) return 'APPLIED_BEFORE';
  const outcome = await act(work, provider.readWebhook(event.body));
  const again = outcome === 'UNKNOWN_PAYMENT' ? nextTry(event, work.now) : null;
  await work.tx.webhookEvent.update({
    where: { provider_eventId: { provider: provider.name, eventId } },
    data: { outcome, appliedAt: again ? null : work.now, attempts: { increment: 1 } },
  });
  if (again) work.schedule(APPLY_WEBHOOK, eventId, again);
  else work.unschedule(APPLY_WEBHOOK, eventId);
  return outcome;
}

async function act(work: PaymentWork, news: ProviderNews | null): Promise<WebhookOutcome> {
  if (!news) return 'IRRELEVANT';
  const payment = await lockPayment(work.tx, news.paymentId);
  if (!payment) return 'UNKNOWN_PAYMENT';
  if (!agrees(payment, news)) return 'DISAGREES';
  await settle(work, payment, news.status);
  return 'APPLIED';
}

/** Brings a payment to where the provider says it is. */
export async function settle(work: PaymentWork, { id }: PaymentRow, status: ProviderNews['status']): Promise<void> {
  if (status === 'paid') await completePayment(work, { paymentId: id });
  else if (status === 'declined') await failPayment(work, { paymentId: id, reason: 'DECLINED' });
  else await expirePayment(work, { paymentId: id });
}
