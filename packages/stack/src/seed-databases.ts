// Puts every domain's demo rows into its database: a program, run by `npm start` and by the container that prepares.
import { seed as businesses } from '@app/businesses/seed';
import { seed as delivery } from '@app/delivery/seed';
import { seed as inventory } from '@app/inventory/seed';
import { seed as orders } from '@app/orders/seed';
import { seed as payments } from '@app/payments/seed';
import { seed as ratings } from '@app/ratings/seed';
import { seed as users } from '@app/users/seed';
import type { Domain } from './domains.ts';
import { databaseVariable } from './environment.ts';
import { type Seed, seedEach } from './seed-each.ts';

const seeds: Record<Domain, Seed> = { users, businesses, inventory, payments, orders, delivery, ratings };

const failures = await seedEach(seeds, (domain) => process.env[databaseVariable(domain)]);
if (failures.length > 0) {
  process.stderr.write(`${failures.join('\n')}\n`);
  process.exit(1);
}
