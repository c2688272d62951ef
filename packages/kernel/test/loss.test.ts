import { retellAfterLoss } from '../src/events/loss.ts';
import { LostMemory, relayBatch } from '../src/events/relay.ts';
import type { Standing } from '../src/events/streams.ts';
import { openTelling } from '../src/events/telling.ts';
import { openWorld } from './support/world.ts';

const STREAM = 'events:ratings';
let world: Awaited<ReturnType<typeof openWorld>>;
let round: () => Promise<boolean>;
beforeEach(async () => {
  world = await openWorld();
  round = openTelling(parts());
});
afterEach(() => world.close());

const parts = () => ({ ...world, service: 'ratings' });
const untold = async () =>
  (
    await world.pool.query<{ id: string }>(
      'SELECT "id" FROM "OutboxEvent" WHERE "publishedAt" IS NULL ORDER BY "position"',
    )
  ).rows.map(({ id }) => id);
/** Writes facts about one subject down. */
const write = async (...ids: string[]) => {
  for (const id of ids)
    await world.pool.query(
      `INSERT INTO "OutboxEvent" ("id", "channel", "type", "version", "subject", "payload", "occurredAt")
       VALUES ($1, 'event', 'rating.published', 1, 'ord_1', '{}', now())`,
      [id],
    );
};
const tell = async (...ids: string[]) => {
  await write(...ids);
  while (await round());
  expect(await untold()).toEqual([]);
};
const entries = () => world.redis.xrange(STREAM, '-', '+');
/** What the stream holds, in its order. */
const told = async () => (await entries()).map(([, fields]) => JSON.parse(fields[1] ?? '').id as string);
const standing = async () => (await retellAfterLoss(parts())) as Standing;

describe('a Redis that lost everything', () => {
  it('is noticed, also when others have written there since: all are told again, once', async () => {
    await tell('evt_1');
    await world.redis.flushdb();
    await world.redis.xadd(STREAM, '*', 'e', '{}');
    await retellAfterLoss(parts());
    expect(await untold()).toEqual(['evt_1']);
    await tell();
    await retellAfterLoss(parts());
    expect(await untold()).toEqual([]);
  });

  it('is told what is old before anything new, however soon there is something new', async () => {
    await tell('evt_1', 'evt_2');
    await world.redis.flushdb();
    await tell('evt_3');
    expect(await told()).toEqual(['evt_1', 'evt_2', 'evt_3']);
    await tell('evt_4');
    expect(await told()).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4']);
  });

  it('is told nothing by who looked before that, also when all of it is there again', async () => {
    const before = await standing();
    await world.redis.flushdb();
    await standing();
    await write('evt_1');
    await expect(relayBatch(parts(), before)).rejects.toBeInstanceOf(LostMemory);
    expect([await told(), await untold()]).toEqual([[], ['evt_1']]);
  });

  it('is not suspected while it has everything', async () => {
    await tell('evt_1');
    await retellAfterLoss(parts());
    expect(await untold()).toEqual([]);
  });
});

describe('a Redis that lost its newest entries', () => {
  it('is told them again before anything new', async () => {
    await tell('evt_1');
    await tell('evt_2', 'evt_3');
    const [first] = await entries();
    if (!first) throw new Error('nothing was told');
    // As after it came back with what it had saved a while ago.
    await world.redis.del(STREAM);
    await world.redis.xadd(STREAM, first[0], ...first[1]);
    await tell('evt_4');
    expect([...new Set(await told())]).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4']);
  });

  it('takes live news meanwhile, which no order binds', async () => {
    const since = await standing();
    await world.redis.flushdb();
    await write('evt_1');
    await world.does((work) => work.announce('order:1', { __typename: 'Order', id: '1' }));
    await expect(relayBatch(parts(), since)).rejects.toBeInstanceOf(LostMemory);
    expect(await untold()).toEqual(['evt_1']);
  });
});
