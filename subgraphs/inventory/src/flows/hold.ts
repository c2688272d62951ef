import type { Result } from '@app/kernel/result';
import { alone } from '@app/kernel/sql';
import { run } from '@app/kernel/work';
import { holdAtOnce } from '../commands/hold-at-once.ts';
import { type Held, type HoldRefusal, type HoldStock, holdStock } from '../commands/hold-stock.ts';
import type { Context } from '../context.ts';

/** Promises stock to an order: in one statement when there is nothing to decide, otherwise with everything locked first. */
export async function hold(
  { db, direct, viewer, clock }: Pick<Context, 'db' | 'direct' | 'viewer' | 'clock'>,
  asked: HoldStock,
): Promise<Result<Held, HoldRefusal>> {
  const held = await run({ db: alone(direct), viewer, clock }, holdAtOnce, asked);
  return held.ok ? held : run({ db, viewer, clock }, holdStock, asked);
}
