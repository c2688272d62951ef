import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const POOL = 1_024;
const pool = new Uint32Array(POOL);
let used = POOL;

/** Strong randomness from 0 to 1, drawn from the system in bulk: an id takes sixteen of these. */
function random(): number {
  if (used === POOL) {
    randomFillSync(pool);
    used = 0;
  }
  const drawn = pool[used] ?? 0;
  used += 1;
  return drawn / 2 ** 32;
}

const next = monotonicFactory(random);

/** A new id: what it names, then a ULID, so that ids sort by age (`ord_01J…`). */
export const newId = <const Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` => `${prefix}_${next()}`;
