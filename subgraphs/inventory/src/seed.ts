import type pg from 'pg';

/** Inventory has no demo rows of its own: stock comes from the `item.created` events that businesses' seed tells. */
export async function seed(_pool: pg.Pool): Promise<void> {}
