import type { Logger } from '@app/kernel/log';
import { Webhook as Signer } from 'standardwebhooks';
import type { Webhook } from './session.ts';
import type { Store } from './store.ts';

const TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60_000;

/** Tells shops what happened, signed (Standard Webhooks), again and again until they answer with 2xx. */
export interface Postman {
  /** Takes a message up: the first attempt starts at once, or when its script wants it. */
  send(webhook: Webhook): void;
  /** Ends; what is not delivered yet waits in the store for the next start. */
  stop(): Promise<void>;
}

/** Opens the postman and takes up what an earlier run left undelivered. `firstPauseMs` doubles with each attempt. */
export function openPostman(
  store: Store,
  { secret, log, firstPauseMs = 500 }: { secret: string; log: Logger; firstPauseMs?: number | undefined },
): Postman {
  const signer = new Signer(secret);
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const pauses = new Set<NodeJS.Timeout>();
  const held: Webhook[] = [];

  async function attempt(webhook: Webhook): Promise<void> {
    const answer = await post(webhook, signer, stopping.signal);
    if (stopping.signal.aborted) return;
    const row = afterAttempt(webhook, answer.ok);
    const { attempts, state } = row;
    store.put({ kind: 'webhook', id: row.id, row });
    if (!answer.ok) log.warn({ webhook: row.id, attempts, answer: answer.said, state }, 'a webhook was not taken');
    if (state !== 'waiting') return;
    later(row, answer.ok ? firstPauseMs : Math.min(firstPauseMs * 2 ** (attempts - 1), LONGEST_PAUSE_MS));
  }

  function send(webhook: Webhook): void {
    if (webhook.state !== 'waiting') return;
    const waitMs = webhook.notBefore ? Date.parse(webhook.notBefore) - Date.now() : 0;
    if (waitMs > 0 && webhook.reordered) hold(webhook, waitMs);
    else if (waitMs > 0) later(webhook, waitMs);
    else begin(() => attempt(webhook));
  }

  function begin(work: () => Promise<void>): void {
    if (stopping.signal.aborted) return;
    const done: Promise<void> = work().finally(() => underWay.delete(done));
    underWay.add(done);
  }

  /** Holds the first of a batch for a while, and sends the newest first, one after the other. */
  function hold(webhook: Webhook, forMs: number): void {
    held.push(webhook);
    if (held.length > 1) return;
    pause(forMs, () => {
      const batch = held.splice(0).reverse();
      begin(async () => {
        for (const one of batch) await attempt(one);
      });
    });
  }

  function later(webhook: Webhook, pauseMs: number): void {
    pause(pauseMs, () => send(webhook));
  }

  function pause(ms: number, then: () => void): void {
    if (stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      pauses.delete(timer);
      then();
    }, ms);
    pauses.add(timer);
  }

  for (const webhook of store.webhook.values()) if (webhook.state === 'waiting') send(webhook);

  return {
    send,
    async stop() {
      stopping.abort();
      for (const pause of pauses) clearTimeout(pause);
      await Promise.all(underWay);
    },
  };
}

/** A message after it was taken, or was not: taken as often as it should be, it is delivered. */
function afterAttempt(webhook: Webhook, taken: boolean): Webhook {
  const copies = (webhook.copies ?? 1) - (taken ? 1 : 0);
  const tooOld = Date.now() - Date.parse(webhook.createdAt) > GIVE_UP_AFTER_MS;
  const state = copies <= 0 ? 'delivered' : tooOld ? 'given-up' : 'waiting';
  return { ...webhook, attempts: webhook.attempts + 1, copies, state };
}

async function post(
  { id, url, body }: Webhook,
  signer: Signer,
  stopping: AbortSignal,
): Promise<{ ok: boolean; said: string }> {
  const at = new Date();
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signer.sign(id, at, body),
      },
      body,
    });
    await response.body?.cancel();
    return { ok: response.ok, said: String(response.status) };
  } catch (error) {
    return { ok: false, said: String(error) };
  }
}
