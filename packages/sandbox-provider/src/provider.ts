import type { z } from 'zod';
import { type listInput, ProviderRefusal, type refundInput, type sessionInput } from './input.ts';
import { aboutSession } from './message.ts';
import { openRefunds, refundedOf } from './refunds.ts';
import { type Script, wellBehaved } from './script.ts';
import { type Refund, type Session, secretId, type Webhook } from './session.ts';
import type { Store } from './store.ts';

/** Under which name the script for everything is kept. */
const ALL = '*';

/** The provider's rules. Each answer is kept before it is given. */
export function openProvider(store: Store, notify: (webhook: Webhook) => void, clock = () => new Date()) {
  const now = () => clock().toISOString();
  const scriptOf = (id: string): Script => store.script.get(id) ?? store.script.get(ALL) ?? wellBehaved;
  const refunds = openRefunds({ store, clock, notify, scriptOf });

  function session(id: string): Session {
    const found = store.session.get(id);
    if (!found) throw new ProviderRefusal(404, 'session_not_found', 'There is no such session.');
    return found.status === 'open' && new Date(found.expiresAt) <= clock() ? settle(found, 'expired') : found;
  }

  function settle(open: Session, status: 'paid' | 'declined' | 'expired'): Session {
    const settled = { ...open, status };
    const webhook = aboutSession(settled, scriptOf(open.id), clock());
    store.put({ kind: 'session', id: open.id, row: settled }, { kind: 'webhook', id: webhook.id, row: webhook });
    notify(webhook);
    return settled;
  }

  const settleOnce = (id: string, status: 'paid' | 'declined' | 'expired'): Session => {
    const current = session(id);
    const isLate = current.status === 'expired' && status === 'paid' && scriptOf(id).paysAfterExpiry;
    return current.status === 'open' || isLate ? settle(current, status) : current;
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
    oneRefund: refunds.current,
    refunded: (id: string) => refundedOf(store, id),

    openSession(key: string, input: z.infer<typeof sessionInput>): Session {
      const before = remembered(`session:${key}`, input);
      if (before !== undefined) return session(before);
      const opened: Session = { ...input, id: secretId('ses'), status: 'open', createdAt: now() };
      store.put({ kind: 'session', id: opened.id, row: opened }, keyRow(`session:${key}`, input, opened.id));
      return opened;
    },

    refund(key: string, input: z.infer<typeof refundInput>): Refund {
      const before = remembered(`refund:${key}`, input);
      if (before !== undefined) return refunds.current(before);
      const row = refunds.make(session(input.sessionId), input);
      store.put({ kind: 'refund', id: row.id, row }, keyRow(`refund:${key}`, input, row.id));
      refunds.watch(row);
      return row;
    },

    /** Says what goes wrong from now on, with one session or with all that have no script of their own. */
    script(script: Script, sessionId?: string): Script {
      const id = sessionId === undefined ? ALL : session(sessionId).id;
      store.put({ kind: 'script', id, row: script });
      return script;
    },

    /** Whether this answer is one of those that are lost. */
    losesAnswer(sessionId: string): boolean {
      const id = store.script.has(sessionId) ? sessionId : ALL;
      const script = scriptOf(sessionId);
      if (script.lostAnswers === 0) return false;
      store.put({ kind: 'script', id, row: { ...script, lostAnswers: script.lostAnswers - 1 } });
      return true;
    },

    sessions: (query: z.infer<typeof listInput>) => pageOf([...store.session.keys()].map(session), query),
    refunds: (query: z.infer<typeof listInput>) => pageOf([...store.refund.keys()].map(refunds.current), query),
  };
}

/** The provider's rules, opened on a store. */
export type Provider = ReturnType<typeof openProvider>;

const keyRow = (key: string, input: unknown, resultId: string) =>
  ({ kind: 'key', id: key, row: { key, input: JSON.stringify(input), resultId } }) as const;

/** A page of what was created in a period, in the order it was, after the row with a certain id. */
function pageOf<Row extends { readonly id: string; readonly status: string; readonly createdAt: string }>(
  rows: readonly Row[],
  { from, to, status, after, limit }: z.infer<typeof listInput>,
): { data: Row[]; next: string | null } {
  const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
  const inPeriod = rows.filter(
    (row) => start <= row.createdAt && row.createdAt < end && (!status || row.status === status),
  );
  const begin = after ? inPeriod.findIndex(({ id }) => id === after) + 1 : 0;
  const data = inPeriod.slice(begin, begin + limit);
  return { data, next: begin + limit < inPeriod.length ? (data.at(-1)?.id ?? null) : null };
}
