import type { Logger } from '@app/kernel/log';
import type { Redis } from 'ioredis';
import type { EntityBatches } from '../../run/batches.ts';
import type { Asks } from '../../run/state.ts';
import { hearChanges } from './announcements.ts';
import { openCache } from './cache.ts';
import { publicDocuments } from './documents.ts';
import { openMemory } from './memory.ts';
import { publicBatches, publicSources } from './reads.ts';
import { seenLately } from './seen.ts';
import { openShared } from './shared.ts';

/** Public data of one supergraph, between its executor and its subgraphs. */
export interface PublicReads {
  /** Around what root fields and mutations are asked with. */
  sources(sources: ReadonlyMap<string, Asks>): ReadonlyMap<string, Asks>;
  /** Around what entities are asked with. */
  batches(batches: EntityBatches): EntityBatches;
}

/** What is public, kept for its time in this process and in Redis. */
export interface PublicCache {
  /** For one version of the supergraph; versions share nothing that is kept. */
  over(supergraphSdl: string): PublicReads;
  close(): void;
}

/** What to open it with. */
export interface PublicCacheOptions {
  readonly redis: Redis;
  readonly redisUrl: string;
  /** Room in this process. */
  readonly maxBytes: number;
  readonly log: Logger;
}

/** Opens what is kept of public data. */
export function publicCache({ redis, redisUrl, maxBytes, log }: PublicCacheOptions): PublicCache {
  const cache = openCache({ memory: openMemory(maxBytes), shared: openShared(redis, log), seen: seenLately() });
  const hearing = hearChanges(cache, redisUrl, log);
  return {
    over(supergraphSdl) {
      const parts = { cache, documents: publicDocuments(supergraphSdl) };
      return {
        sources: (sources) => publicSources(sources, parts),
        batches: (batches) => publicBatches(batches, parts),
      };
    },
    close: () => hearing.stop(),
  };
}
