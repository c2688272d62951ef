import { transact } from '@app/kernel/work';
import { applyWebhook } from '../commands/apply-webhook.ts';
import type { Flow } from '../context.ts';
import type { WebhookKey } from '../domain/reconcile.ts';
import { type PaymentProvider, type ProviderNews, ProviderRefused } from '../provider/port.ts';

/** Applies a stored webhook, once however often this is called, and says so when it cannot be believed. */
export async function applyStoredWebhook(flow: Flow, key: WebhookKey): Promise<void> {
  const event = await flow.db.webhookEvent.findUnique({ where: { provider_eventId: key } });
  if (!event || event.appliedAt) return;
  const provider = flow.providers.named(key.provider);
  const news = await believed(provider, provider.readWebhook(flow.vault.bodyOf(event)));
  const outcome = await transact(flow, (work) => applyWebhook(work, { key, news }));
  if (outcome === 'DISAGREES')
    flow.log.error(
      { security: 'webhook-disagrees', ...key },
      'a webhook names another amount, currency or session than the payment it speaks of; nothing was captured',
    );
  if (outcome === 'NOT_CONFIRMED')
    flow.log.error(
      { security: 'webhook-not-confirmed', ...key },
      'the provider knows nothing of what a webhook claims',
    );
  if (outcome === 'UNKNOWN_PAYMENT') flow.log.warn(key, 'a webhook speaks of a payment that is not known here (yet)');
}

/** What to act on: a signed body as it is; of any other only which session it names, and what the provider's API says of that. */
async function believed(
  provider: PaymentProvider,
  news: ProviderNews | null,
): Promise<ProviderNews | null | 'NOT_CONFIRMED'> {
  if (provider.webhooks === 'signed' || news?.about !== 'session') return news;
  try {
    const { status, ...session } = await provider.getSession(news.session.reference);
    return status === 'open' ? 'NOT_CONFIRMED' : { about: 'session', session: { ...session, status } };
  } catch (error) {
    if (error instanceof ProviderRefused) return 'NOT_CONFIRMED';
    throw error;
  }
}
