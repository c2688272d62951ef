import type { Logger } from '@app/kernel/log';
import { Webhook as Signer } from 'standardwebhooks';
import type { Webhook } from './session.ts';
import type { Store } from './store.ts';

const TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60_000;

/** Tells shops what happened, signed (Standard Webhooks), again and again until they answer with 2xx. */
export interface Postman {
  /** Takes a message up; the first attempt starts at once. */
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

  async function attempt(webhook: Webhook): Promise<void> {
    const answer = await post(webhook, signer, stopping.signal);
    if (stopping.signal.aborted) return;
    const attempts = webhook.attempts + 1;
    const tooOld = Date.now() - Date.parse(webhook.createdAt) > GIVE_UP_AFTER_MS;
    const state = answer.ok ? 'delivered' : tooOld ? 'given-up' : 'waiting';
    const row: Webhook = { ...webhook, attempts, state };
    store.put({ kind: 'webhook', id: row.id, row });
    if (state === 'delivered') return;
    log.warn({ webhook: row.id, attempts, answer: answer.said, state }, 'a webhook was not taken');
    if (state === 'waiting') later(row, Math.min(firstPauseMs * 2 ** (attempts - 1), LONGEST_PAUSE_MS));
  }

  function send(webhook: Webhook): void {
    if (stopping.signal.aborted) return;
    const done: Promise<void> = attempt(webhook).finally(() => underWay.delete(done));
    underWay.add(done);
  }

  function later(webhook: Webhook, pauseMs: number): void {
    const pause = setTimeout(() => {
      pauses.delete(pause);
      send(webhook);
    }, pauseMs);
    pauses.add(pause);
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
