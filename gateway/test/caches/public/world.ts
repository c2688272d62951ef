import { randomUUID } from 'node:crypto';
import { openLog } from '@app/kernel/log';
import { PUBLIC_TOPIC, publicVersion, publicVersionKey } from '@app/kernel/public';
import { liveChannel } from '@app/kernel/redis';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { Redis } from 'ioredis';
import { hearChanges } from '../../../src/caches/public/announcements.ts';
import { type Cache, openCache } from '../../../src/caches/public/cache.ts';
import { publicDocuments } from '../../../src/caches/public/documents.ts';
import { openMemory } from '../../../src/caches/public/memory.ts';
import { publicBatches, publicSources } from '../../../src/caches/public/reads.ts';
import { seenLately } from '../../../src/caches/public/seen.ts';
import { openShared } from '../../../src/caches/public/shared.ts';
import { openEngine } from '../../../src/engine.ts';
import { openPlanner } from '../../../src/planning/open.ts';
import { newStore, openSources, type Store, supergraphSdl } from './graph.ts';

/** A numbered database that only these tests use, so that they may empty it. */
const REDIS_URL = `${process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799'}/${8 + (Number(process.env.JEST_WORKER_ID ?? 1) % 8)}`;
const log = openLog('test');
const sdl = supergraphSdl();

/** Nobody signed in, and two who are. */
export const NOBODY = anonymous('gateway');
export const ADA: Viewer = { ...NOBODY, kind: 'user', id: 'usr_ada', sessionId: 'ses_1' };
export const OWNER: Viewer = { ...NOBODY, kind: 'user', id: 'usr_owner', sessionId: 'ses_2' };

/** One gateway process. */
export interface Gateway {
  readonly cache: Cache;
  /** The answer's data; throws its errors. */
  read(query: string, viewer?: Viewer): Promise<Record<string, unknown>>;
  answer(query: string, viewer?: Viewer): Promise<{ data: Record<string, unknown> | null; errors: string[] }>;
}

/** Subgraphs whose data every gateway process of the world keeps. */
export interface World {
  readonly prefix: string;
  readonly store: Store;
  readonly redis: Redis;
  open(options?: { hears?: boolean; redisUrl?: string; maxBytes?: number }): Promise<Gateway>;
  /** A domain tells a change, as the relay does; resolves when every gateway that hears has heard it. */
  tell(subgraph: string, id: string): Promise<void>;
  /** Seconds pass, for everybody. */
  pass(seconds: number): void;
  /** What was asked since the last time this was called. */
  asked(): Store['asked'];
  close(): Promise<void>;
}

/** Opens a world on the Redis for tests; its ids are its own, so that others there do not matter. */
export function openWorld(): World {
  const prefix = `${randomUUID().slice(0, 8)}-`;
  const store = newStore(prefix);
  const redis = new Redis(REDIS_URL);
  const endings: (() => void)[] = [() => redis.disconnect()];
  // Stands still unless `pass` is called: on a busy machine a test of "within two seconds" takes longer than two seconds.
  let time = Date.now();
  const now = () => time;
  const hearers: { heard: number }[] = [];
  let told = 0;

  return {
    prefix,
    store,
    redis,
    async open({ hears = true, redisUrl = REDIS_URL, maxBytes = 1_000_000 } = {}) {
      const commands = new Redis(redisUrl, { retryStrategy: () => 100, maxRetriesPerRequest: 1 });
      commands.on('error', () => undefined);
      endings.push(() => commands.disconnect());
      if (redisUrl === REDIS_URL) await commands.ping();
      const cache = openCache({
        memory: openMemory(maxBytes, now),
        // These are about what Redis has, however long this machine takes.
        shared: openShared(commands, log, 10_000),
        seen: seenLately(now),
        now,
      });
      if (hears) {
        const hearer = { heard: told };
        const heard: Cache['heard'] = (change) => {
          cache.heard(change);
          hearer.heard += 1;
        };
        const hearing = hearChanges({ ...cache, heard }, redisUrl, log);
        endings.push(hearing.stop);
        await hearing.begun;
        hearers.push(hearer);
      }
      // Another prefix, another supergraph: what others keep in this Redis is not ours.
      const documents = publicDocuments(`${sdl}\n# ${prefix}`);
      const engine = openEngine({
        supergraphSdl: sdl,
        planner: openPlanner({ supergraphSdl: sdl, log }),
        sources: openSources(store),
        kept: {
          sources: (sources) => publicSources(sources, { cache, documents }),
          batches: (batches) => publicBatches(batches, { cache, documents }),
        },
      });
      const answer: Gateway['answer'] = async (query, viewer = NOBODY) => {
        const context = { viewer, correlationId: 'req_1', signal: new AbortController().signal };
        const { data, errors } = await engine.execute({ query, variables: {}, context });
        return { data: JSON.parse(data), errors: errors.map(({ message }) => message) };
      };
      return {
        cache,
        answer,
        async read(query, viewer) {
          const { data, errors } = await answer(query, viewer);
          if (errors.length > 0 || !data) throw new Error(errors.join('; '));
          return data;
        },
      };
    },
    async tell(subgraph, id) {
      const version = publicVersion(now(), randomUUID());
      const typename = 'Shop';
      await redis
        .pipeline()
        .set(publicVersionKey(subgraph, typename), version, 'EX', 60)
        .set(publicVersionKey(subgraph, typename, id), version, 'EX', 60)
        .publish(liveChannel(PUBLIC_TOPIC), JSON.stringify({ __typename: typename, id, subgraph }))
        .exec();
      told += 1;
      while (hearers.some(({ heard }) => heard < told)) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    pass(seconds) {
      time += seconds * 1_000;
    },
    asked: () => store.asked.splice(0),
    async close() {
      for (const end of endings.splice(0)) end();
    },
  };
}
