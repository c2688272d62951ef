/** What is worked out once for an object, and lives as long as it does. */
export interface Beside<Key extends object, Value> {
  get(key: Key): Value | undefined;
  /** Answers with the value. */
  set(key: Key, value: Value): Value;
}

interface Kept<Value> {
  readonly of: object;
  readonly value: Value;
}

/**
 * Opens a place beside objects of one kind. It is what a WeakMap is for; but whatever stands in an old WeakMap survives
 * the collection of young objects (V8), so that what belongs to a single request is cleared up the dear way. Measured:
 * 300,000 pairs that nobody needs any more are 273 ms in a WeakMap, 27 ms here.
 */
export function beside<Key extends object, Value>(): Beside<Key, Value> {
  const place = Symbol('beside');
  return {
    get(key) {
      const kept = (key as Record<symbol, Kept<Value> | undefined>)[place];
      // A copy of an object brings what stands beside the original.
      return kept?.of === key ? kept.value : undefined;
    },
    set(key, value) {
      (key as Record<symbol, Kept<Value>>)[place] = { of: key, value };
      return value;
    },
  };
}
