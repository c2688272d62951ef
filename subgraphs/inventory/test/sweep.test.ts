import { sweep } from '../src/sweep.ts';
import { openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

it('forgets answers after 30 days, and no younger ones', async () => {
  const days = (count: number) => new Date(Date.now() - count * 24 * 3_600_000);
  const row = { callerId: 'usr_ben', operation: 'stockAdjust', requestHash: 'x', answer: {} };
  await world.db.idempotencyKey.createMany({
    data: [
      { ...row, key: 'old', createdAt: days(31) },
      { ...row, key: 'young', createdAt: days(29) },
    ],
  });

  expect(await sweep(world.db)).toBe(1);
  expect(await world.db.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: 'young' }]);
});
