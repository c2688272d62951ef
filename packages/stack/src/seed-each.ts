import pg from 'pg';
import type { Domain } from './domains.ts';
import { fullMessageOf } from './failure.ts';

/** Writes one domain's demo rows. */
export type Seed = (pool: pg.Pool) => Promise<void>;

/** Has every domain's rows written, also when another one's cannot be; answers with a line or more for each that failed, and why. */
export async function seedEach(
  seeds: Partial<Record<Domain, Seed>>,
  urlOf: (domain: Domain) => string | undefined,
): Promise<string[]> {
  const all = Object.entries(seeds) as [Domain, Seed][];
  const failures = await Promise.all(all.map(([domain, seed]) => seedOne(seed, { domain, url: urlOf(domain) })));
  return failures.filter((failure) => failure !== null);
}

async function seedOne(
  seed: Seed,
  { domain, url }: { domain: Domain; url: string | undefined },
): Promise<string | null> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  try {
    await seed(pool);
    return null;
  } catch (error) {
    return `${domain}: ${fullMessageOf(error)}`;
  } finally {
    await pool.end();
  }
}
