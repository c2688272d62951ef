/** Remembers roughly what was asked for lately. */
export interface Seen {
  /** Whether this was asked for lately; from now on it was. */
  again(key: string): boolean;
}

const MAX_KEYS = 10_000;
const LATELY_MS = 60_000;

/**
 * Most of what is asked for once is never asked for again: writing it down as text and sending it to Redis would cost more
 * than it saves. Two generations, of which the older is forgotten when the younger is full or old.
 */
export function seenLately(now: () => number = Date.now): Seen {
  let young = new Set<string>();
  let old = new Set<string>();
  let since = now();
  return {
    again(key) {
      if (young.size >= MAX_KEYS || now() - since > LATELY_MS) {
        old = young;
        young = new Set();
        since = now();
      }
      const known = young.has(key) || old.has(key);
      young.add(key);
      return known;
    },
  };
}
