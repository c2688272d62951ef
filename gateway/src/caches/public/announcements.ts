import type { Logger } from '@app/kernel/log';
import { PUBLIC_TOPIC } from '@app/kernel/public';
import { openChannels } from '../../live/channels.ts';
import type { Cache } from './cache.ts';

/** Changes being heard. */
export interface Hearing {
  /** Resolves when they are, or when Redis took too long; then nothing is kept for longer than its time. */
  readonly begun: Promise<void>;
  stop(): void;
}

/** Tells the cache what domains say has changed. */
export function hearChanges(cache: Cache, redisUrl: string, log: Logger): Hearing {
  const channels = openChannels(redisUrl, log);
  const listener = {
    announced({ keys }: { keys: { readonly [key: string]: string | number } }) {
      const { __typename: typename, id, subgraph } = keys;
      if (typename === undefined || id === undefined || subgraph === undefined) return cache.missed();
      cache.heard({ subgraph: String(subgraph), typename: String(typename), id });
    },
    missed: () => cache.missed(),
  };
  const begun = channels.attach(PUBLIC_TOPIC, listener).then(
    () => undefined,
    (error: unknown) =>
      log.warn({ err: error }, 'changes of public data are not heard; they show when their time is over'),
  );
  return { begun, stop: () => channels.close() };
}
