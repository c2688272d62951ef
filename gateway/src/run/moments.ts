import { LRUCache } from 'lru-cache';
import type { Lookup } from '../compile/lookup.ts';
import type { Moment } from '../transport/source.ts';
import type { EntityBatches, Loaded, Wanted } from './batches.ts';
import { copy } from './merge.ts';
import { rightsOf } from './rights.ts';

/** As long as subgraphs remember what they read in a moment. */
const MOMENT_MS = 2_000;
const MAX_MOMENTS = 5_000;

/**
 * Loads what a moment has not changed once, however often it is asked for in it: a courier who moves five times a second
 * changes neither the lines of an order nor the name of a restaurant. What moves is asked for each time.
 */
export function recalling(batches: EntityBatches): EntityBatches {
  const known = new LRUCache<string, Map<string, Promise<Loaded>>>({
    max: MAX_MOMENTS,
    ttl: MOMENT_MS,
    ttlAutopurge: true,
  });

  /** Nobody is shown what others may see: those with other rights have memories of their own. */
  function memoryOf({ name }: Moment, { context }: Wanted): Map<string, Promise<Loaded>> {
    const key = `${name} ${rightsOf(context.viewer)}`;
    const memory = known.get(key) ?? new Map<string, Promise<Loaded>>();
    if (!known.has(key)) known.set(key, memory);
    return memory;
  }

  return {
    load(wanted) {
      const { moment } = wanted.context;
      if (!moment || moves(wanted.lookup, moment)) return batches.load(wanted);
      return recall(memoryOf(moment, wanted), wanted, batches);
    },
  };
}

async function recall(memory: Map<string, Promise<Loaded>>, wanted: Wanted, batches: EntityBatches): Promise<Loaded> {
  const { lookup, texts, variables } = wanted;
  const key = `${lookup.id} ${wanted.sameAs ?? texts.join()} ${JSON.stringify(variables)}`;
  const loading = memory.get(key) ?? batches.load(wanted);
  if (!memory.has(key)) {
    memory.set(key, loading);
    const forget = () => memory.delete(key);
    // What went wrong is asked for again by whoever comes next.
    loading.then(({ faults }) => faults.length > 0 && forget(), forget);
  }
  const { entities, faults } = await loading;
  // Whoever asks owns what it is given, and changes it.
  return { entities: entities.map(copy), faults };
}

/** Whether it asks for something that moves. A name is enough: another field of that name is asked for in vain. */
function moves({ subgraph, selection, fragments }: Lookup, { moving }: Moment): boolean {
  const names = moving[subgraph] ?? [];
  return names.some((name) => selection.includes(name) || [...fragments.values()].some((text) => text.includes(name)));
}
