/** Numbers that follow from a seed, so that a run's plan of faults and orders can be made again. */
export interface Random {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A source of its own, which others' use of this one does not disturb. */
  branch(name: string): Random;
}

/** Opens a source at a seed (mulberry32). */
export function openRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick<T>(from: readonly T[]): T {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new Error('there is nothing to pick from');
      return found;
    },
    branch: (name) => openRandom([...name].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), seed)),
  };
}

/** Picks by weight. */
export function pickWeighted<T>(random: Random, from: readonly (readonly [thing: T, weight: number])[]): T {
  let left = random.next() * from.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [thing, weight] of from) {
    left -= weight;
    if (left < 0) return thing;
  }
  throw new Error('there is nothing to pick from');
}
