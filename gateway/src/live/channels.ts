import type { Logger } from '@app/kernel/log';
import { liveChannel, subscriberRedis } from '@app/kernel/redis';
import type { Step, StepKeys } from './steps.ts';

/** Somebody who hears a topic. */
export interface Listener {
  announced(step: Step): void;
  /** The channel was away for a while: something may have been missed. */
  missed(): void;
}

/** The announcements of all domains, over one Redis connection; a channel is held as long as somebody listens. */
export interface Channels {
  /** Resolves once the topic is heard, or after a second without Redis; then `missed` follows when it is back. */
  attach(topic: string, listener: Listener): Promise<() => void>;
  /** Channels held now. */
  size(): number;
  close(): void;
}

const ATTACH_MS = 1_000;
const PING_EVERY_MS = 10_000;
const PING_ANSWER_MS = 5_000;

interface Channel {
  readonly listeners: Set<Listener>;
  held: Promise<unknown>;
}

/** Opens the connection over which topics are heard. */
export function openChannels(redisUrl: string, log: Logger): Channels {
  const redis = subscriberRedis(redisUrl, log);
  const channels = new Map<string, Channel>();
  let arrivals = 0;
  let connections = 0;

  redis.on('message', (name: string, text: string) => {
    const keys = keysOf(text);
    if (!keys) return log.warn({ channel: name }, 'an announcement that is no keys; ignored');
    arrivals += 1;
    for (const listener of channels.get(name)?.listeners ?? []) listener.announced({ keys, stamp: `live ${arrivals}` });
  });

  redis.on('ready', () => {
    connections += 1;
    if (connections === 1 || channels.size === 0) return;
    // Asked for once more although ioredis does so too: its answer tells that from now on nothing is missed.
    redis.subscribe(...channels.keys()).then(
      () => {
        for (const { listeners } of channels.values()) for (const listener of listeners) listener.missed();
      },
      () => undefined,
    );
  });

  // A half-open socket looks alive in pub/sub mode: nothing comes and nothing fails.
  const pinging = setInterval(() => {
    if (redis.status !== 'ready') return;
    const overdue = setTimeout(() => redis.disconnect(true), PING_ANSWER_MS);
    redis.ping().then(
      () => clearTimeout(overdue),
      () => clearTimeout(overdue),
    );
  }, PING_EVERY_MS).unref();

  return {
    async attach(topic, listener) {
      const name = liveChannel(topic);
      let channel = channels.get(name);
      if (!channel) {
        channel = { listeners: new Set(), held: redis.subscribe(name).catch(() => undefined) };
        channels.set(name, channel);
      }
      channel.listeners.add(listener);
      const { held, listeners } = channel;
      await within(ATTACH_MS, held, () => listeners.has(listener) && listener.missed());
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        channels.delete(name);
        redis.unsubscribe(name).catch(() => undefined);
      };
    },
    size: () => channels.size,
    close() {
      clearInterval(pinging);
      redis.disconnect();
    },
  };
}

/** Waits for `promise` at most `ms`; `late` is called if it comes after all. */
async function within(ms: number, promise: Promise<unknown>, late: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  const first = await Promise.race([promise, tooLong]);
  clearTimeout(timer);
  if (first === 'late') promise.then(late, late);
}

function keysOf(text: string): StepKeys | undefined {
  try {
    const keys = JSON.parse(text) as StepKeys | null;
    return typeof keys?.__typename === 'string' ? keys : undefined;
  } catch {
    return undefined;
  }
}
