import { retellAfterLoss } from '../src/events/loss.ts';
import { relayBatch } from '../src/events/relay.ts';
import { openWorld } from './support/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const parts = () => ({ ...world, service: 'ratings' });
const untold = async () =>
  (
    await world.pool.query<{ id: string }>(
      'SELECT "id" FROM "OutboxEvent" WHERE "publishedAt" IS NULL ORDER BY "position"',
    )
  ).rows.map(({ id }) => id);
/** Writes a fact down and tells it. */
const tell = async (id: string) => {
  await world.pool.query(
    `INSERT INTO "OutboxEvent" ("id", "channel", "type", "version", "subject", "payload", "occurredAt")
     VALUES ($1, 'event', 'rating.published', 1, 'ord_1', '{}', now())`,
    [id],
  );
  await relayBatch(parts());
  expect(await untold()).toEqual([]);
};

describe('a Redis that lost everything', () => {
  it('is noticed, also when it has taken new facts since: all are told again, once', async () => {
    await retellAfterLoss(parts());
    await tell('evt_1');
    await world.redis.flushdb();
    await tell('evt_2');
    await retellAfterLoss(parts());
    expect(await untold()).toEqual(['evt_1', 'evt_2']);
    await relayBatch(parts());
    await retellAfterLoss(parts());
    expect(await untold()).toEqual([]);
  });

  it('is not suspected while it has everything', async () => {
    await retellAfterLoss(parts());
    await tell('evt_1');
    await retellAfterLoss(parts());
    expect(await untold()).toEqual([]);
  });
});
