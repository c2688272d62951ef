import type { PaymentWork } from '../context.ts';
import type { PaymentRow, WebhookEventRow } from '../db.ts';
import { agrees } from '../domain/agreement.ts';
import { APPLY_WEBHOOK, nextTry, SEND_REFUND, type WebhookKey, webhookSubject } from '../domain/reconcile.ts';
import type { ProviderNews, SettledSession } from '../provider/port.ts';
import { completePayment } from './complete-payment.ts';
import { lockPayment } from './lock.ts';
import { expirePayment, failPayment } from './settle-unpaid.ts';

/** What became of a webhook. */
export type WebhookOutcome =
  | 'APPLIED'
  | 'IRRELEVANT'
  | 'DISAGREES'
  | 'NOT_CONFIRMED'
  | 'UNKNOWN_PAYMENT'
  | 'APPLIED_BEFORE';

/** What a stored webhook says, as far as it can be believed. */
export interface ApplyWebhook {
  readonly key: WebhookKey;
  readonly news: ProviderNews | null | 'NOT_CONFIRMED';
}

/** Acts once on what a provider told us, whatever else it told us before. One about a payment we do not know yet waits. */
export async function applyWebhook(work: PaymentWork, { key, news }: ApplyWebhook): Promise<WebhookOutcome> {
  const [event] = await work.tx.$queryRaw<WebhookEventRow[]>`
    SELECT * FROM "WebhookEvent"
    WHERE "provider" = ${key.provider} AND "eventId" = ${key.eventId} AND "appliedAt" IS NULL FOR UPDATE`;
  if (!event) return 'APPLIED_BEFORE';
  const outcome = news === 'NOT_CONFIRMED' ? news : await act(work, key.provider, news);
  const again = outcome === 'UNKNOWN_PAYMENT' ? nextTry(event, work.now) : null;
  await work.tx.webhookEvent.update({
    where: { provider_eventId: key },
    data: { outcome, appliedAt: again ? null : work.now, attempts: { increment: 1 } },
  });
  if (again) work.schedule(APPLY_WEBHOOK, webhookSubject(key), again);
  else work.unschedule(APPLY_WEBHOOK, webhookSubject(key));
  return outcome;
}

async function act(work: PaymentWork, provider: string, news: ProviderNews | null): Promise<WebhookOutcome> {
  if (!news) return 'IRRELEVANT';
  if (news.about === 'refund') return lookAtRefund(work, provider, news.refundId);
  const { paymentId } = news.session;
  if (paymentId === null) return 'IRRELEVANT'; // Somebody else's sale on the same account.
  const payment = await lockPayment(work.tx, paymentId);
  if (!payment) return 'UNKNOWN_PAYMENT';
  if (payment.provider !== provider || !agrees(payment, news.session)) return 'DISAGREES';
  await settle(work, payment, news.session.status);
  return 'APPLIED';
}

/** How a refund stands is asked, not believed: the job that sends it looks again at once. */
async function lookAtRefund(work: PaymentWork, provider: string, refundId: string): Promise<WebhookOutcome> {
  const refund = await work.tx.refund.findUnique({ where: { id: refundId }, include: { payment: true } });
  if (!refund) return 'UNKNOWN_PAYMENT';
  if (refund.payment.provider !== provider) return 'DISAGREES';
  if (refund.state === 'PENDING') work.schedule(SEND_REFUND, refundId, work.now);
  return 'APPLIED';
}

/** Brings a payment to where the provider says it is. */
export async function settle(work: PaymentWork, { id }: PaymentRow, status: SettledSession['status']): Promise<void> {
  if (status === 'paid') await completePayment(work, { paymentId: id });
  else if (status === 'declined') await failPayment(work, { paymentId: id, reason: 'DECLINED' });
  else await expirePayment(work, { paymentId: id });
}
