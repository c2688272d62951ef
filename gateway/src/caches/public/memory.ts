import { LRUCache } from 'lru-cache';

/** Something kept: an answer as JSON text. */
export interface Kept {
  readonly text: string;
  /** When it is too old, in milliseconds since 1970. */
  readonly until: number;
  /** Version keys of what is in it. */
  readonly deps: readonly string[];
}

/** What this process keeps, within so many bytes; what was not asked for longest goes first. */
export interface Memory {
  get(key: string): string | undefined;
  set(key: string, kept: Kept): void;
  /** Drops everything that has this in it. */
  drop(dep: string): void;
  clear(): void;
  bytes(): number;
}

/** Map and list entries, the object, its dependents. */
const OVERHEAD_BYTES = 400;

/** Opens the memory; `now` in milliseconds since 1970. */
export function openMemory(maxBytes: number, now: () => number = Date.now): Memory {
  const dependents = new Map<string, Set<string>>();
  const kept = new LRUCache<string, Kept>({
    maxSize: maxBytes,
    // At worst two bytes a character; a larger one than all there is room for is not kept.
    sizeCalculation: ({ text }, key) => 2 * (text.length + key.length) + OVERHEAD_BYTES,
    dispose: ({ deps }, key) => {
      for (const dep of deps) forget(dep, key);
    },
  });

  function forget(dep: string, key: string): void {
    const keys = dependents.get(dep);
    keys?.delete(key);
    if (keys?.size === 0) dependents.delete(dep);
  }

  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      if (found.until > now()) return found.text;
      kept.delete(key);
      return undefined;
    },
    set(key, entry) {
      kept.set(key, entry);
      if (kept.peek(key) !== entry) return;
      for (const dep of entry.deps) {
        const keys = dependents.get(dep);
        if (keys) keys.add(key);
        else dependents.set(dep, new Set([key]));
      }
    },
    drop(dep) {
      for (const key of [...(dependents.get(dep) ?? [])]) kept.delete(key);
    },
    clear: () => kept.clear(),
    bytes: () => kept.calculatedSize,
  };
}
