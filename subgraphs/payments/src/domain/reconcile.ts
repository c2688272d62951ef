/** Jobs by the kind under which commands schedule them. */
export const SETTLE_SESSION = 'payments.settle-session';
export const SEND_REFUND = 'payments.send-refund';
export const APPLY_WEBHOOK = 'payments.apply-webhook';

/** Which webhook an `APPLY_WEBHOOK` is about. */
export interface WebhookKey {
  readonly provider: string;
  readonly eventId: string;
}

/** A webhook's key as a deadline's subject. */
export const webhookSubject = ({ provider, eventId }: WebhookKey): string => `${provider}:${eventId}`;

/** The webhook that a deadline's subject names. */
export const webhookOf = (subject: string): WebhookKey => {
  const colon = subject.indexOf(':');
  return { provider: subject.slice(0, colon), eventId: subject.slice(colon + 1) };
};

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** When to ask the provider again about a payment that is still open: ever more rarely, and certainly when it ends. */
export function nextLook(payment: { createdAt: Date; expiresAt: Date | null }, now: Date, firstSeconds: number): Date {
  const age = now.getTime() - payment.createdAt.getTime();
  const next = later(now, Math.max(firstSeconds * 1_000, age));
  return payment.expiresAt && payment.expiresAt > now && payment.expiresAt < next ? payment.expiresAt : next;
}

/** When to ask again about a refund that is on its way: ever more rarely, at least every six hours. */
export function nextRefundLook(refund: { createdAt: Date }, now: Date, firstSeconds: number): Date {
  const age = now.getTime() - refund.createdAt.getTime();
  return later(now, Math.min(Math.max(firstSeconds * 1_000, age), 6 * 60 * 60_000));
}

const LONGEST_PAUSE_MS = 60 * 60_000;
const PATIENCE_MS = 3 * 24 * 60 * 60_000;

/** When to look again for the payment that a webhook speaks of; null once that has become hopeless. */
export function nextTry(event: { receivedAt: Date; attempts: number }, now: Date): Date | null {
  if (now.getTime() - event.receivedAt.getTime() > PATIENCE_MS) return null;
  return later(now, Math.min(2_000 * 2 ** Math.min(event.attempts, 20), LONGEST_PAUSE_MS));
}
