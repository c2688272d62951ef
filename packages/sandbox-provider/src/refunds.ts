import type { z } from 'zod';
import { ProviderRefusal, type refundInput } from './input.ts';
import { aboutRefund } from './message.ts';
import type { Script } from './script.ts';
import { type Refund, type Session, secretId, type Webhook } from './session.ts';
import type { Store } from './store.ts';

/** What the rules of refunds are opened with. */
interface Parts {
  readonly store: Store;
  readonly clock: () => Date;
  readonly notify: (webhook: Webhook) => void;
  readonly scriptOf: (sessionId: string) => Script;
}

/** What has gone back of a session, or is on its way. */
export function refundedOf(store: Store, sessionId: string): bigint {
  let sum = 0n;
  for (const refund of store.refund.values())
    if (refund.sessionId === sessionId && refund.status !== 'failed') sum += BigInt(refund.amount);
  return sum;
}

/** The provider's rules of giving money back. */
export function openRefunds({ store, clock, notify, scriptOf }: Parts) {
  /** A pending refund ends when its time has come, whoever looks first. */
  function current(id: string): Refund {
    const found = store.refund.get(id);
    if (!found) throw new ProviderRefusal(404, 'refund_not_found', 'There is no such refund.');
    if (found.status !== 'pending' || !found.ends || new Date(found.ends.at) > clock()) return found;
    const ended: Refund = { ...found, status: found.ends.status, ends: null };
    const session = store.session.get(found.sessionId) as Session;
    const webhook = aboutRefund(session, ended, { script: scriptOf(session.id), at: clock() });
    store.put({ kind: 'refund', id, row: ended }, { kind: 'webhook', id: webhook.id, row: webhook });
    notify(webhook);
    return ended;
  }

  /** Makes a refund of a paid session, if its script lets it; the caller keeps it. */
  function make(session: Session, input: z.infer<typeof refundInput>): Refund {
    const { refunds, delayMs } = scriptOf(session.id);
    refuseRefund(session, { wanted: BigInt(input.amount), gone: refundedOf(store, session.id), refunds });
    const isLate = refunds === 'pending' || refunds === 'failing';
    const at = new Date(clock().getTime() + delayMs).toISOString();
    return {
      id: secretId('ref'),
      sessionId: session.id,
      reference: input.reference,
      amount: input.amount,
      currency: session.currency,
      status: isLate ? 'pending' : 'succeeded',
      createdAt: clock().toISOString(),
      ends: isLate ? { at, status: refunds === 'failing' ? 'failed' : 'succeeded' } : null,
    };
  }

  /** Comes back to a pending refund when its time has come. */
  function watch({ id, ends }: Refund): void {
    if (ends) setTimeout(() => current(id), Date.parse(ends.at) - clock().getTime() + 1).unref();
  }
  for (const refund of store.refund.values()) watch(refund);

  return { current, make, watch };
}

function refuseRefund(
  session: Session,
  { wanted, gone, refunds }: { wanted: bigint; gone: bigint; refunds: Script['refunds'] },
): void {
  const left = BigInt(session.amount) - gone;
  if (session.status !== 'paid') throw new ProviderRefusal(422, 'not_paid', 'Nothing was paid in this session.');
  if (wanted > left) throw new ProviderRefusal(422, 'refund_too_large', 'That is more than is left of this payment.');
  if (refunds === 'refused' || (refunds === 'partly-refused' && wanted < left))
    throw new ProviderRefusal(422, 'refund_failed', 'The bank does not take this refund.');
}
