import type pg from 'pg';

/** Orders has no demo rows of its own: the demo customer's first order is theirs to place. */
export async function seed(_pool: pg.Pool): Promise<void> {}
