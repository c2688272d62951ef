import { transact } from '@app/kernel/work';
import { applyWebhook } from '../commands/apply-webhook.ts';
import type { Flow } from '../context.ts';

/** Applies a stored webhook, once however often this is called, and says so when it cannot be believed. */
export async function applyStoredWebhook(flow: Flow, eventId: string): Promise<void> {
  const { provider, log } = flow;
  const outcome = await transact(flow, (work) => applyWebhook(work, { provider, eventId }));
  if (outcome === 'DISAGREES')
    log.error(
      { security: 'webhook-disagrees', provider: provider.name, eventId },
      'a signed webhook names another amount, currency or session than the payment it speaks of; nothing was captured',
    );
  if (outcome === 'UNKNOWN_PAYMENT')
    log.warn({ provider: provider.name, eventId }, 'a webhook speaks of a payment that is not known here (yet)');
}
