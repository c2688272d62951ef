// Puts every domain's demo rows into its database: a program, run by `npm start` and by the container that prepares.
import { seed as businesses } from '@app/businesses/seed';
import { seed as delivery } from '@app/delivery/seed';
import { seed as inventory } from '@app/inventory/seed';
import { seed as orders } from '@app/orders/seed';
import { seed as payments } from '@app/payments/seed';
import { seed as ratings } from '@app/ratings/seed';
import { seed as users } from '@app/users/seed';
import pg from 'pg';
import { type Domain, domains } from './domains.ts';
import { databaseVariable } from './environment.ts';
import { messageOf } from './failure.ts';

type Seed = (pool: pg.Pool) => Promise<void>;
const seeds: Record<Domain, Seed> = { users, businesses, inventory, payments, orders, delivery, ratings };

const seedOne = async (domain: Domain): Promise<void> => {
  const pool = new pg.Pool({ connectionString: process.env[databaseVariable(domain)], max: 2 });
  try {
    await seeds[domain](pool);
  } catch (error) {
    throw new Error(`${domain}: ${messageOf(error)}`, { cause: error });
  } finally {
    await pool.end();
  }
};

try {
  await Promise.all(domains.map(seedOne));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
}
