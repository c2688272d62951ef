import type { Job } from '@app/kernel/timer';
import type { Flow } from '../context.ts';
import { APPLY_WEBHOOK, webhookOf } from '../domain/reconcile.ts';
import { applyStoredWebhook } from '../flows/apply-stored-webhook.ts';

/** Applies the webhooks that were taken but not applied: the process ended, or their payment was not known yet. */
export const applyWebhookLater = (flow: Flow): Job => ({
  kind: APPLY_WEBHOOK,
  perform: ({ subject }) => applyStoredWebhook(flow, webhookOf(subject)),
});
