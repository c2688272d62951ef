import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { retellAfterLoss } from '../src/events/loss.ts';
import { startReader } from '../src/events/reader.ts';
import { trim } from '../src/events/streams.ts';
import { openTelling } from '../src/events/telling.ts';
import { openDirect } from '../src/sql.ts';
import { listener, untold } from './support/listener.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('losing things', () => {
  it('hears again what was read but not acknowledged before a crash', async () => {
    await world.does((work) => world.tellRating(work, 'ord_1', 4));
    await openTelling({ ...world, service: 'ratings' })();
    await world.redis.xgroup('CREATE', 'events:ratings', 'ratings', '0');
    await world.redis.xreadgroup('GROUP', 'ratings', 'ratings', 'STREAMS', 'events:ratings', '>');
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.until(() => heard.length === 1);
    await world.until(async () => ((await world.redis.xpending('events:ratings', 'ratings')) as [number])[0] === 0);
  });

  it('hears again what it was still working on when it went', async () => {
    let working = false;
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    const cutShort = listener([], async () => {
      working = true;
      await gone;
      throw new Error('it went in the middle of it');
    });
    const first = await world.start('ratings', { consumers: [cutShort] });
    await world.does((work) => world.tellRating(work, 'ord_1', 4));
    await world.until(() => working);
    const stopped = first.stop();
    go();
    await stopped;
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.until(() => heard.length === 1);
  });

  it('hears again what it could not acknowledge, and handles it once', async () => {
    const heard: number[] = [];
    let asked = 0;
    const acknowledge = world.redis.xack.bind(world.redis) as (...given: unknown[]) => Promise<number>;
    const losing = async (...given: unknown[]) => {
      asked += 1;
      if (asked === 1) throw new Error('the connection is lost');
      return acknowledge(...given);
    };
    Object.assign(world.redis, { xack: losing });
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    const pending = async () => ((await world.redis.xpending('events:ratings', 'ratings')) as [number])[0];
    await world.until(async () => asked > 1 && (await pending()) === 0);
    expect(heard).toEqual([1]);
  });

  it('tells everything again after Redis was emptied, and nothing acts twice', async () => {
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await world.until(() => heard.length === 1);
    await world.redis.flushdb();
    await world.does((work) => world.tellRating(work, 'ord_1', 2));
    await world.until(() => heard.length === 2);
    await retellAfterLoss({ ...world, service: 'ratings' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard).toEqual([1, 2]);
  });

  it('notices when Redis comes back without its newest entries', async () => {
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await openTelling({ ...world, service: 'ratings' })();
    await world.redis.del('events:ratings');
    await world.redis.xadd('events:ratings', '1-1', 'e', 'old');
    await retellAfterLoss({ ...world, service: 'ratings' });
    expect(await untold(world)).toBe(1);
  });

  it('keeps what a group has not acknowledged when it trims', async () => {
    const stream = 'events:ratings';
    const ids = Array.from({ length: 500 }, (_, n) => `${n + 1}-0`);
    for (const id of ids) await world.redis.xadd(stream, id, 'e', id);
    for (const group of ['slow', 'fast']) {
      await world.redis.xgroup('CREATE', stream, group, '0');
      await world.redis.xreadgroup('GROUP', group, group, 'COUNT', 500, 'STREAMS', stream, '>');
    }
    await world.redis.xack(stream, 'fast', ...ids);
    await world.redis.xack(stream, 'slow', '1-0');
    await trim(world.redis, stream);
    // Trimming is approximate, so it may keep more; it must never keep less.
    const left = async () => (await world.redis.xrange(stream, '-', '+')).map(([id]) => id);
    expect(await left()).toEqual(expect.arrayContaining(ids.slice(1)));
    await world.redis.xack(stream, 'slow', ...ids.slice(0, 400));
    await trim(world.redis, stream);
    expect(await left()).toEqual(expect.arrayContaining(ids.slice(400)));
    expect((await left()).length).toBeLessThan(500);
  });

  it('buries what cannot be read, and goes on', async () => {
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.redis.xadd('events:ratings', '*', 'e', '{"type":"rating.published","subject":"x","payload":{}}');
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await world.until(() => heard.length === 1);
    const letters = async () => (await world.pool.query('SELECT consumer FROM "DeadLetter"')).rows;
    // In a lane of its own: maybe after what came later.
    await world.until(async () => (await letters()).length > 0);
    expect(await letters()).toEqual([{ consumer: 'ratings.unreadable' }]);
  });

  it('stops listening also while Redis is away, so that it can lead again', async () => {
    const { service, consumers } = { service: 'ratings', consumers: [listener([])] };
    const reader = startReader({
      ...world,
      service,
      consumers,
      direct: openDirect(world.pool),
      redisUrl: 'redis://127.0.0.1:1',
    });
    // Long enough to be making its connection anew.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await reader.stop();
  });

  it('lets one of two processes lead, and the other take over', async () => {
    const heard: number[] = [];
    const first = await world.start('ratings', { consumers: [listener(heard)] });
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await world.until(() => heard.length === 1);
    await world.start('ratings', { consumers: [listener(heard)] });
    await first.stop();
    await world.does((work) => world.tellRating(work, 'ord_1', 2));
    await world.until(() => heard.length === 2);
    expect(heard).toEqual([1, 2]);
  });
});
