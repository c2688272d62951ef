import { createHash } from 'node:crypto';
import type { Logger } from '@app/kernel/log';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';

/** Texts of documents that clients name by their SHA-256 (automatic persisted queries). */
export interface Persisted {
  /** The text with this hash, if any gateway was told it. */
  find(hash: string): Promise<string | undefined>;
  /** Remembers a text under its hash, here and for all gateways. */
  keep(hash: string, text: string): void;
}

const MAX_TEXTS = 5_000;
const MAX_CHARACTERS = 8_000_000;
/** A document that is still in use is told again by the first client whose hash is not found. */
const KEPT_SECONDS = 7 * 24 * 3_600;

/** Remembers the last used texts in memory, and all for a week in Redis. Without Redis each gateway learns for itself. */
export function openPersisted(redis: Redis, log: Logger): Persisted {
  const texts = new LRUCache<string, string>({
    max: MAX_TEXTS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ length }) => Math.max(1, length),
  });
  const failed = (error: unknown): undefined => {
    log.debug({ err: error }, 'Redis could not be asked about persisted documents');
  };

  return {
    async find(hash) {
      const known = texts.get(hash);
      if (known !== undefined || redis.status !== 'ready') return known;
      const shared = await redis.get(keyOf(hash)).catch(failed);
      // Whoever can write to Redis must not decide what a hash means.
      if (!shared || sha256(shared) !== hash) return undefined;
      texts.set(hash, shared);
      return shared;
    },
    keep(hash, text) {
      if (texts.get(hash) !== undefined) return;
      texts.set(hash, text);
      if (redis.status === 'ready') redis.set(keyOf(hash), text, 'EX', KEPT_SECONDS).catch(failed);
    },
  };
}

const keyOf = (hash: string): string => `document:${hash}`;

/** The hash clients name a document by: lower-case hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
