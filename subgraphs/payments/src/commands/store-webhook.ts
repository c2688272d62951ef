import type { PaymentWork } from '../context.ts';
import { APPLY_WEBHOOK, webhookSubject } from '../domain/reconcile.ts';
import type { Webhook } from '../personal.ts';

/** It is applied right after it was taken; this is for when the process ends in between. */
const BACKSTOP_MS = 5_000;

/** Keeps a verified and sealed webhook, and sees to it that it is applied. Answers false for one that is here already. */
export async function storeWebhook({ tx, now, schedule }: PaymentWork, event: Webhook): Promise<boolean> {
  const { count } = await tx.webhookEvent.createMany({ data: [{ ...event, receivedAt: now }], skipDuplicates: true });
  if (count === 1) schedule(APPLY_WEBHOOK, webhookSubject(event), new Date(now.getTime() + BACKSTOP_MS));
  return count === 1;
}
