import type { Logger } from '@app/kernel/log';
import { startSweeping as every } from '@app/kernel/sweeping';
import type { Db } from './db.ts';

const SWEEP_MS = 60 * 60_000;

/** Forgets what callers were answered under their keys after 30 days. What it changed stays. */
export const sweep = (db: Pick<Db, '$executeRaw'>): Promise<number> =>
  db.$executeRaw`DELETE FROM "IdempotencyKey" WHERE "createdAt" < now() - interval '30 days'`;

/** Sweeps every hour; answers with how to end it. */
export const startSweeping = (db: Db, log: Logger): (() => Promise<void>) =>
  every({ everyMs: SWEEP_MS, log, sweep: () => sweep(db) });
