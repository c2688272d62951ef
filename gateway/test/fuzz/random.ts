/** Numbers that look random and are the same for the same seed, on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number of at least 0 and less than `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  /** One of them; throws when there is none. */
  pick<T>(items: readonly T[]): T;
  /** At least `least` of them, in their order. */
  some<T>(items: readonly T[], least: number): T[];
  /** All of them in another order. */
  shuffled<T>(items: readonly T[]): T[];
}

/** Mixes texts and numbers into one unsigned 32-bit number (FNV-1a with a final avalanche). */
export function mix(...parts: readonly (string | number)[]): number {
  let state = 0x811c9dc5;
  for (const part of parts) {
    const text = `${part}\u0000`;
    for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** A source of numbers from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, rank: next() }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ item }) => item);
  return {
    next,
    below,
    shuffled,
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new Error('there is nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
    some(items, least) {
      const many = Math.min(items.length, least + below(items.length - least + 1));
      const chosen = new Set(shuffled(items).slice(0, many));
      return items.filter((item) => chosen.has(item));
    },
  };
}
