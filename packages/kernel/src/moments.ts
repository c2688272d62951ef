import { LRUCache } from 'lru-cache';

/** How long what was read in a moment may serve again, in milliseconds: reports of a courier come five times a second. */
export const MOMENT_MS = 2_000;
/** Moments that are remembered at once; those beyond are read anew. */
const MAX_MOMENTS = 5_000;

/** Reads one value for each key, in the order of the keys. */
export type ReadAll<Value> = (keys: readonly string[]) => Promise<readonly Value[]>;

/** What was read lately, by the moment it was read in. */
export interface Moments {
  /** Like `read`, but what was read of this kind in the same moment is not read again. Nothing is remembered without a moment. */
  recalling<Value>(moment: string | undefined, kind: string, read: ReadAll<Value>): ReadAll<Value>;
}

/**
 * Opens the memory for moments. The gateway names one where it asks again and again while nothing but a position has changed:
 * an order after its step 17, say. Each numbered step begins another moment, so nothing older than the step is ever served.
 * What is recalled is shared: it is only to be read.
 */
export function openMoments(): Moments {
  const known = new LRUCache<string, Map<string, Promise<unknown>>>({
    max: MAX_MOMENTS,
    ttl: MOMENT_MS,
    ttlAutopurge: true,
  });
  const memoryOf = (moment: string): Map<string, Promise<unknown>> => {
    const memory = known.get(moment) ?? new Map<string, Promise<unknown>>();
    if (!known.has(moment)) known.set(moment, memory);
    return memory;
  };
  return {
    recalling(moment, kind, read) {
      return moment === undefined ? read : (keys) => recall(memoryOf(moment), { kind, keys, read });
    },
  };
}

function recall<Value>(
  memory: Map<string, Promise<unknown>>,
  { kind, keys, read }: { kind: string; keys: readonly string[]; read: ReadAll<Value> },
): Promise<readonly Value[]> {
  const nameOf = (key: string): string => `${kind} ${key}`;
  const missing = keys.filter((key) => !memory.has(nameOf(key)));
  if (missing.length > 0) {
    const reading = read(missing);
    for (const [index, key] of missing.entries()) {
      const value = reading.then((values) => values[index]);
      memory.set(nameOf(key), value);
      // What failed is read again by whoever asks next.
      value.catch(() => memory.delete(nameOf(key)));
    }
  }
  return Promise.all(keys.map((key) => memory.get(nameOf(key)) as Promise<Value>));
}
