import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deliver } from '../src/events/deliver.ts';
import { open } from '../src/events/envelope.ts';
import { openTelling } from '../src/events/telling.ts';
import { PUBLIC_TOPIC, publicVersionMs } from '../src/public.ts';
import { listener, untold } from './support/listener.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('telling and hearing', () => {
  it('brings every event to its consumer in the order of its subject', async () => {
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    for (let n = 1; n <= 30; n++) await world.does((work) => world.tellRating(work, 'ord_1', n));
    await world.until(() => heard.length === 30);
    expect(heard).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('tells nothing of a unit of work that failed', async () => {
    const failing = world.does((work) => {
      world.tellRating(work, 'ord_1', 1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await untold(world)).toBe(0);
  });

  it('does not commit a payload that breaks its contract', async () => {
    const breaking = world.does((work) => work.emit('rating.published', 'x', { ratingId: 'x' } as never));
    await expect(breaking).rejects.toThrow();
    expect(await untold(world)).toBe(0);
  });

  it('tells an early position that commits late', async () => {
    const early = await world.pool.connect();
    await early.query('BEGIN');
    await early.query(`INSERT INTO "OutboxEvent" (id, channel, type, version, subject, payload, "occurredAt")
      VALUES ('early', 'event', 'rating.published', 1, 't', '{}', now())`);
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await openTelling({ ...world, service: 'ratings' })();
    expect(await untold(world)).toBe(0);
    await early.query('COMMIT');
    early.release();
    expect(await untold(world)).toBe(1);
    await openTelling({ ...world, service: 'ratings' })();
    expect(await untold(world)).toBe(0);
    expect(await world.redis.xlen('events:ratings')).toBe(2);
  });

  it('gives changed public data new versions before anybody hears of the change', async () => {
    const [one, other] = [`biz_${randomUUID()}`, `biz_${randomUUID()}`];
    const keys = ['public:version:ratings:Business', `public:version:ratings:Business:${one}`];
    const subscriber = world.redis.duplicate();
    const heard: unknown[] = [];
    subscriber.on('message', async (_channel, text: string) => {
      const keysHeard = JSON.parse(text) as { id: string };
      // Pub/sub is one for all databases of a Redis: others may be telling things at this moment.
      if (![one, other].includes(keysHeard.id)) return;
      heard.push({ ...keysHeard, versions: await world.redis.mget(keys) });
    });
    await subscriber.subscribe('live:public');
    const before = Date.now();
    for (const id of [one, other]) {
      await world.does((work) => work.announce(PUBLIC_TOPIC, { __typename: 'Business', id }));
      await world.does((work) => work.announce('order:1', { __typename: 'Order', id: '1' }));
    }
    await openTelling({ ...world, service: 'ratings' })();
    expect(await untold(world)).toBe(0);
    await world.until(async () => heard.length === 2);
    subscriber.disconnect();

    const [ofType, ofOne] = await world.redis.mget(keys);
    expect(ofType).not.toBe(ofOne);
    expect(publicVersionMs(ofOne ?? null)).toBeGreaterThanOrEqual(before);
    expect(heard).toEqual([
      { __typename: 'Business', id: one, subgraph: 'ratings', versions: [expect.any(String), ofOne] },
      { __typename: 'Business', id: other, subgraph: 'ratings', versions: [ofType, ofOne] },
    ]);
    expect(await world.redis.ttl(keys[1] ?? '')).toBeGreaterThan(3_590);
  });

  it('handles an event once, however often it is heard', async () => {
    const heard: number[] = [];
    await world.does((work) => world.tellRating(work, 'ord_1', 5));
    await openTelling({ ...world, service: 'ratings' })();
    const [[, fields]] = (await world.redis.xrange('events:ratings', '-', '+')) as [[string, string[]]];
    const event = open({ text: fields[1] ?? '', macs: fields[3] ?? '' }, world.macs);
    const parts = { ...world, service: 'ratings' };
    const answers = await Promise.all([1, 2, 3].map(() => deliver(parts, listener(heard), event)));
    expect(answers.sort()).toEqual(['duplicate', 'duplicate', 'handled']);
    expect(heard).toEqual([5]);
  });

  it('tries again what fails, without holding up other subjects', async () => {
    const heard: number[] = [];
    let failures = 3;
    await world.start('ratings', {
      consumers: [
        listener(heard, (score) => {
          if (score === 1 && failures-- > 0) throw new Error('not yet');
        }),
      ],
    });
    await world.does((work) => {
      world.tellRating(work, 'ord_1', 1);
      world.tellRating(work, 'ord_1', 2);
      world.tellRating(work, 'ord_2', 3);
    });
    await world.until(() => heard.length === 3);
    expect(heard).toEqual([3, 1, 2]);
  });
});
