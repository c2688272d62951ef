import { z } from 'zod';
import { type Refund, type Session, secretId, type Webhook } from './session.ts';
import type { Store } from './store.ts';

const minorUnits = z.string().regex(/^[1-9]\d{0,17}$/, 'must be a positive integer in minor units, as text');
const webAddress = z.url({ protocol: /^https?$/ }).max(2_000);

/** What a shop sends to open a session. */
export const sessionInput = z.strictObject({
  amount: minorUnits,
  currency: z.string().regex(/^[A-Z]{3}$/),
  reference: z.string().min(1).max(100),
  description: z.string().max(200).default(''),
  merchant: z.string().max(100).default('Sandbox shop'),
  webhookUrl: webAddress,
  returnUrl: webAddress.nullable().default(null),
  expiresAt: z.iso.datetime(),
});

/** What a shop sends to give money back. */
export const refundInput = z.strictObject({
  sessionId: z.string().min(1).max(100),
  amount: minorUnits,
  reason: z.string().max(200).default(''),
});

/** Why the provider does not do what it was asked. `code` is for programs. */
export class ProviderRefusal extends Error {
  override name = 'ProviderRefusal';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The provider's rules. Each answer is kept before it is given. */
export function openProvider(store: Store, notify: (webhook: Webhook) => void, clock = () => new Date()) {
  const now = () => clock().toISOString();

  function session(id: string): Session {
    const found = store.session.get(id);
    if (!found) throw new ProviderRefusal(404, 'session_not_found', 'There is no such session.');
    return found.status === 'open' && new Date(found.expiresAt) <= clock() ? settle(found, 'expired') : found;
  }

  function settle(open: Session, status: 'paid' | 'declined' | 'expired'): Session {
    const settled = { ...open, status };
    const webhook = webhookAbout(settled, now());
    store.put({ kind: 'session', id: open.id, row: settled }, { kind: 'webhook', id: webhook.id, row: webhook });
    notify(webhook);
    return settled;
  }

  const settleOnce = (id: string, status: 'paid' | 'declined' | 'expired'): Session => {
    const current = session(id);
    return current.status === 'open' ? settle(current, status) : current;
  };

  /** The id made for this key before, or undefined when the key is new. */
  function remembered(key: string, input: unknown): string | undefined {
    const known = store.key.get(key);
    if (known && known.input !== JSON.stringify(input))
      throw new ProviderRefusal(409, 'idempotency_conflict', 'This key was used with another input.');
    return known?.resultId;
  }

  return {
    session,
    pay: (id: string) => settleOnce(id, 'paid'),
    decline: (id: string) => settleOnce(id, 'declined'),
    expire: (id: string) => settleOnce(id, 'expired'),

    openSession(key: string, input: z.infer<typeof sessionInput>): Session {
      const before = remembered(`session:${key}`, input);
      if (before !== undefined) return session(before);
      const opened: Session = { ...input, id: secretId('ses'), status: 'open', createdAt: now() };
      store.put({ kind: 'session', id: opened.id, row: opened }, keyRow(`session:${key}`, input, opened.id));
      return opened;
    },

    refund(key: string, input: z.infer<typeof refundInput>): Refund {
      const before = store.refund.get(remembered(`refund:${key}`, input) ?? '');
      if (before) return before;
      const { id, status, amount } = session(input.sessionId);
      if (status !== 'paid') throw new ProviderRefusal(422, 'not_paid', 'Nothing was paid in this session.');
      if (refundedOf(store, id) + BigInt(input.amount) > BigInt(amount))
        throw new ProviderRefusal(422, 'refund_too_large', 'That is more than is left of this payment.');
      const row: Refund = {
        id: secretId('ref'),
        sessionId: id,
        amount: input.amount,
        status: 'succeeded',
        createdAt: now(),
      };
      store.put({ kind: 'refund', id: row.id, row }, keyRow(`refund:${key}`, input, row.id));
      return row;
    },

    refunded: (id: string) => refundedOf(store, id),
  };
}

/** The provider's rules, opened on a store. */
export type Provider = ReturnType<typeof openProvider>;

const keyRow = (key: string, input: unknown, resultId: string) =>
  ({ kind: 'key', id: key, row: { key, input: JSON.stringify(input), resultId } }) as const;

function refundedOf(store: Store, sessionId: string): bigint {
  let sum = 0n;
  for (const refund of store.refund.values()) if (refund.sessionId === sessionId) sum += BigInt(refund.amount);
  return sum;
}

function webhookAbout({ id, status, amount, currency, reference, webhookUrl }: Session, at: string): Webhook {
  const eventId = secretId('evt');
  const data = { sessionId: id, reference, amount, currency };
  return {
    id: eventId,
    url: webhookUrl,
    body: JSON.stringify({ id: eventId, type: `session.${status}`, createdAt: at, data }),
    createdAt: at,
    attempts: 0,
    state: 'waiting',
  };
}
