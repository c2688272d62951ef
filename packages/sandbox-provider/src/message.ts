import type { Script } from './script.ts';
import { type Refund, type Session, secretId, type Webhook } from './session.ts';

const COPIES = 3;

/** The message to a shop about what became of a session, as its script wants it delivered. */
export const aboutSession = (session: Session, script: Script, at: Date): Webhook => {
  const { id: sessionId, status, amount, currency, reference } = session;
  return message(
    session,
    { type: `session.${status}`, data: { sessionId, reference, amount, currency } },
    { script, at },
  );
};

/** The message to a shop about what became of a refund. */
export const aboutRefund = (session: Session, refund: Refund, { script, at }: Delivery): Webhook => {
  const { id: refundId, sessionId, reference: refundReference, status, amount, currency } = refund;
  const data = { refundId, refundReference, sessionId, amount, currency };
  return message(session, { type: `refund.${status}`, data }, { script, at });
};

interface Delivery {
  readonly script: Script;
  readonly at: Date;
}

function message({ webhookUrl }: Session, said: { type: string; data: object }, { script, at }: Delivery): Webhook {
  const id = secretId('evt');
  const createdAt = at.toISOString();
  const { webhooks, delayMs } = script;
  return {
    id,
    url: webhookUrl,
    body: JSON.stringify({ id, type: said.type, createdAt, data: said.data }),
    createdAt,
    attempts: 0,
    state: webhooks === 'lost' ? 'given-up' : 'waiting',
    notBefore: new Date(at.getTime() + (webhooks === 'late' || webhooks === 'reordered' ? delayMs : 0)).toISOString(),
    copies: webhooks === 'duplicated' ? COPIES : 1,
    reordered: webhooks === 'reordered',
  };
}
