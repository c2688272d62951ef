/** Answers that are good enough for a moment, by key. */
export interface Recent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

const MAX_KEYS = 10_000;

/**
 * Keeps what was read for at most `maxAgeMs`: everything is forgotten together that long after the first of it was kept,
 * so nothing has to be tracked by key and memory holds no more than one moment's answers.
 */
export function recent<T>(maxAgeMs: number, clock: () => number = () => performance.now()): Recent<T> {
  let kept = new Map<string, T>();
  let since = 0;
  const forget = () => {
    if (kept.size > 0 && (clock() - since >= maxAgeMs || kept.size >= MAX_KEYS)) kept = new Map();
  };
  return {
    get(key) {
      forget();
      return kept.get(key);
    },
    set(key, value) {
      forget();
      if (kept.size === 0) since = clock();
      kept.set(key, value);
    },
  };
}
