import { seed } from '../src/seed.ts';
import { openWorld } from './support/world.ts';

it("the seed opens the platform's own accounts, and does nothing when repeated", async () => {
  const world = await openWorld();
  await world.reset();
  await seed(world.pool);
  await seed(world.pool);
  const accounts = await world.db.ledgerAccount.findMany({ orderBy: { id: 'asc' } });
  expect(accounts.map(({ id }) => id)).toEqual([
    'CASH_CLEARING:couriers:EUR',
    'COMMISSION:platform:EUR',
    'ORDER_CLEARING:platform:EUR',
    'PAYOUT_CLEARING:platform:EUR',
    'REFUND_CLEARING:platform:EUR',
  ]);
  expect(await world.told()).toEqual([]);
  await world.close();
});
