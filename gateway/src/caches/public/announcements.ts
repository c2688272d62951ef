import type { Logger } from '@app/kernel/log';
import { PUBLIC_TOPIC } from '@app/kernel/public';
import { openChannels } from '../../live/channels.ts';
import type { Cache } from './cache.ts';

/** Tells the cache what domains say has changed; answers with how to stop listening. */
export function hearChanges(cache: Cache, redisUrl: string, log: Logger): () => void {
  const channels = openChannels(redisUrl, log);
  const listener = {
    announced({ keys }: { keys: { readonly [key: string]: string | number } }) {
      const { __typename: typename, id, subgraph } = keys;
      if (typename === undefined || id === undefined || subgraph === undefined) return cache.missed();
      cache.heard({ subgraph: String(subgraph), typename: String(typename), id });
    },
    missed: () => cache.missed(),
  };
  // Until it is heard, nothing is kept for longer than its time.
  channels.attach(PUBLIC_TOPIC, listener).catch((error: unknown) => {
    log.warn({ err: error }, 'changes of public data are not heard; they show when their time is over');
  });
  return () => channels.close();
}
