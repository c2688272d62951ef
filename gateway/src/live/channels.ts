import type { Logger } from '@app/kernel/log';
import { afterReading, within } from '@app/kernel/patience';
import { liveChannel, subscriberRedis } from '@app/kernel/redis';
import { newestPerTick } from './newest.ts';
import { isFleeting, type Step, type StepKeys } from './steps.ts';

/** Somebody who hears a topic. */
export interface Listener {
  announced(step: Step): void;
  /** The channel was away for a while: something may have been missed. */
  missed(): void;
}

/** The announcements of all domains, over one Redis connection; a channel is held as long as somebody listens. */
export interface Channels {
  /** Resolves once the topic is heard, or after a second without Redis; then `missed` follows when it is back. */
  attach(topic: string, listener: Listener): Promise<void>;
  detach(topic: string, listener: Listener): void;
  /** Channels held now. */
  size(): number;
  close(): void;
}

const ATTACH_MS = 1_000;
const PING_EVERY_MS = 10_000;
const PING_ANSWER_MS = 5_000;

/** Positions on one topic go out at most this often, the newest then; one courier reports five times a second. */
const TICK_MS = 100;

interface Channel {
  readonly listeners: Set<Listener>;
  /** Until it is held. */
  held: Promise<unknown> | undefined;
  /** Tells the newest position of a tick; undefined as long as there was none. */
  positions: ReturnType<typeof newestPerTick<Step>> | undefined;
}

/** Opens the connection over which topics are heard; `heard` is called for each announcement before its listeners are. */
export function openChannels(redisUrl: string, log: Logger, heard: () => void = () => {}): Channels {
  const redis = subscriberRedis(redisUrl, log);
  const channels = new Map<string, Channel>();
  let arrivals = 0;
  let connections = 0;

  redis.on('message', (name: string, text: string) => {
    const keys = keysOf(text);
    if (!keys) return log.warn({ channel: name }, 'an announcement that is no keys; ignored');
    arrivals += 1;
    heard();
    const channel = channels.get(name);
    // Left while the connection was away: ioredis took it up again by itself.
    if (!channel) return void redis.unsubscribe(name).catch(() => undefined);
    const step = { keys, stamp: `live ${arrivals}`, bytes: text.length };
    if (isFleeting(keys)) positionsOf(channel).offer(step);
    else for (const listener of channel.listeners) listener.announced(step);
  });

  let back = waiter();

  /**
   * Hears `name` from when the promise resolves. Never asked for while the connection is being made: ioredis would write
   * it before its own ready check, which then fails in subscriber mode.
   */
  const hold = (name: string): Promise<unknown> =>
    redis.status === 'ready' ? redis.subscribe(name).catch(() => undefined) : back.promise;

  /** Its answer tells that from now on nothing is missed; what ioredis subscribes to by itself does not tell. */
  async function ready(): Promise<void> {
    connections += 1;
    if (channels.size > 0) await redis.subscribe(...channels.keys());
    back.resolve();
    back = waiter();
    if (connections === 1) return;
    for (const { listeners } of channels.values()) for (const listener of listeners) listener.missed();
  }
  redis.on('ready', () => {
    ready().catch((error: unknown) => log.warn({ err: error }, 'topics could not be heard; trying again'));
  });

  // A half-open socket looks alive in pub/sub mode: nothing comes and nothing fails.
  const pinging = setInterval(() => {
    if (redis.status !== 'ready') return;
    const overdue = afterReading(PING_ANSWER_MS, () => redis.disconnect(true));
    redis.ping().then(overdue.cancel, overdue.cancel);
  }, PING_EVERY_MS).unref();

  return {
    async attach(topic, listener) {
      const name = liveChannel(topic);
      const channel = channels.get(name) ?? openChannel(hold(name));
      channels.set(name, channel);
      channel.listeners.add(listener);
      const { held, listeners } = channel;
      if (held) await waitFor(held, ATTACH_MS, () => listeners.has(listener) && listener.missed());
    },
    detach(topic, listener) {
      const name = liveChannel(topic);
      const channel = channels.get(name);
      if (!channel?.listeners.delete(listener) || channel.listeners.size > 0) return;
      channels.delete(name);
      channel.positions?.stop();
      // Without a connection there is nothing to give back: channels are asked for anew when it is made.
      if (redis.status === 'ready') redis.unsubscribe(name).catch(() => undefined);
    },
    size: () => channels.size,
    close() {
      clearInterval(pinging);
      redis.disconnect();
    },
  };
}

function openChannel(held: Promise<unknown>): Channel {
  const channel: Channel = { listeners: new Set(), held, positions: undefined };
  const done = () => {
    channel.held = undefined;
  };
  held.then(done, done);
  return channel;
}

function positionsOf(channel: Channel) {
  channel.positions ??= newestPerTick<Step>(TICK_MS, (step) => {
    for (const listener of channel.listeners) listener.announced(step);
  });
  return channel.positions;
}

/** A promise and how to resolve it. */
function waiter(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Waits for `promise` at most `ms`; `late` is called if it comes after all. */
async function waitFor(promise: Promise<unknown>, ms: number, late: () => void): Promise<void> {
  const onTime = await within(
    ms,
    promise.then(() => true),
    () => false,
  );
  if (!onTime) promise.then(late, late);
}

function keysOf(text: string): StepKeys | undefined {
  try {
    const keys = JSON.parse(text) as StepKeys | null;
    return typeof keys?.__typename === 'string' ? keys : undefined;
  } catch {
    return undefined;
  }
}
