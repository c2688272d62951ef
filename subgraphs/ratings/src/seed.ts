import type pg from 'pg';

/** Ratings has no demo rows of its own: nobody can have rated what was never delivered. */
export async function seed(_pool: pg.Pool): Promise<void> {}
