import type { Job } from '@app/kernel/timer';
import type { Flow } from '../context.ts';
import { applyWebhookLater } from './apply-webhook.ts';
import { reconcile, reconcileDaily } from './reconcile.ts';
import { sendRefund } from './send-refund.ts';
import { settleSession } from './settle-session.ts';

/** Everything payments does when a deadline passes. */
export const jobs = (flow: Flow): Job[] => [
  settleSession(flow),
  sendRefund(flow),
  applyWebhookLater(flow),
  reconcile(flow),
  reconcileDaily(flow),
];
