import { openLog } from '@app/kernel/log';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMemory } from '../../../src/caches/public/memory.ts';
import { seenLately } from '../../../src/caches/public/seen.ts';
import { openShared } from '../../../src/caches/public/shared.ts';
import { type Gateway, openWorld, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

const score = (id: string) => `{ refs(ids: ["${world.prefix}${id}"]) { score } }`;
const scoreOf = async ({ read }: Gateway, id: string) =>
  ((await read(score(id))).refs as { score: number }[])[0]?.score;
const twice = async (body: () => Promise<unknown>) => {
  await body();
  await body();
};
const asksOf = (id: string) =>
  world.asked().filter(({ subgraph, ids }) => subgraph === 'reviews' && ids.includes(`${world.prefix}${id}`)).length;

describe('a change that is told', () => {
  it('is seen by the next reader, and drops nothing else', async () => {
    const gateway = await world.open();
    for (const id of ['1', '2']) await twice(() => scoreOf(gateway, id));
    world.store.scores.set(`${world.prefix}1`, 1);
    world.asked();
    expect(await scoreOf(gateway, '1')).toBe(4);
    await world.tell('reviews', `${world.prefix}1`);
    expect(await scoreOf(gateway, '1')).toBe(1);
    expect(await scoreOf(gateway, '2')).toBe(5);
    expect(world.asked().map(({ subgraph }) => subgraph)).toEqual(['shops', 'shops', 'reviews', 'shops']);
  });

  it('drops what lists that type, and not what another subgraph says of it', async () => {
    const gateway = await world.open();
    const { read } = gateway;
    await twice(() => read('{ shops { name } }'));
    await twice(() => scoreOf(gateway, '1'));
    world.store.names.set(`${world.prefix}1`, 'New name');
    world.store.scores.set(`${world.prefix}1`, 1);
    await world.tell('shops', `${world.prefix}1`);
    expect(await read('{ shops { name } }')).toEqual({ shops: [{ name: 'New name' }, { name: 'Shop 2' }] });
    expect(await scoreOf(gateway, '1')).toBe(4);
  });

  it('while a fetch is under way: its answer is not kept, and nobody who comes later joins it', async () => {
    const gateway = await world.open();
    await scoreOf(gateway, '1');
    let release = () => {};
    const reading = new Promise<void>((resolve) => {
      world.store.meanwhile = async () => {
        resolve();
        world.store.meanwhile = async () => {};
        await new Promise<void>((go) => {
          release = go;
        });
      };
    });
    // Held after the entities were read: the root fetch passes first.
    const hold = world.store.meanwhile;
    world.store.meanwhile = async () => {
      world.store.meanwhile = hold;
    };
    const early = scoreOf(gateway, '1');
    await reading;
    world.store.scores.set(`${world.prefix}1`, 1);
    await world.tell('reviews', `${world.prefix}1`);
    world.pass(3);
    expect(await scoreOf(gateway, '1')).toBe(1);
    release();
    expect(await early).toBe(4);
    expect(await scoreOf(gateway, '1')).toBe(1);
  });

  it('is followed by two seconds in which nothing is kept: the subgraph may itself show what was', async () => {
    const gateway = await world.open();
    await twice(() => scoreOf(gateway, '1'));
    await world.tell('reviews', `${world.prefix}1`);
    world.asked();
    // Still the old score, as from a subgraph's own memory.
    await twice(() => scoreOf(gateway, '1'));
    expect(asksOf('1')).toBe(2);
    world.store.scores.set(`${world.prefix}1`, 1);
    world.pass(2);
    await twice(() => scoreOf(gateway, '1'));
    expect(asksOf('1')).toBe(1);
    expect(await scoreOf(gateway, '1')).toBe(1);
  });
});

describe('several gateways', () => {
  it('share what one of them fetched', async () => {
    const [first, second] = [await world.open(), await world.open()];
    await twice(() => scoreOf(first, '1'));
    await scoreOf(second, '1');
    world.asked();
    expect(await scoreOf(second, '1')).toBe(4);
    expect(asksOf('1')).toBe(0);
  });

  it('all see a change, also what was fetched by one that has not heard of it', async () => {
    const [hearing, deaf] = [await world.open(), await world.open({ hears: false })];
    for (const gateway of [hearing, deaf]) await twice(() => scoreOf(gateway, '1'));
    world.store.scores.set(`${world.prefix}1`, 1);
    await world.tell('reviews', `${world.prefix}1`);
    expect(await scoreOf(hearing, '1')).toBe(1);
    // A third one knows of nothing but Redis, where the old answer still lies.
    const third = await world.open({ hears: false });
    await scoreOf(third, '1');
    expect(await scoreOf(third, '1')).toBe(1);
    // One that missed it shows the old for no longer than its time.
    expect(await scoreOf(deaf, '1')).toBe(4);
    world.pass(61);
    expect(await scoreOf(deaf, '1')).toBe(1);
  });

  it('believe nothing in their memory after they may have missed something', async () => {
    const gateway = await world.open();
    await twice(() => scoreOf(gateway, '1'));
    await world.redis.flushdb();
    world.asked();
    gateway.cache.missed();
    await scoreOf(gateway, '1');
    expect(asksOf('1')).toBe(1);
  });
});

describe('without Redis', () => {
  it('everything is answered, and kept in memory for its time', async () => {
    const gateway = await world.open({ redisUrl: 'redis://127.0.0.1:1', hears: false });
    await twice(() => scoreOf(gateway, '1'));
    world.asked();
    expect(await scoreOf(gateway, '1')).toBe(4);
    expect(asksOf('1')).toBe(0);
    world.pass(61);
    await scoreOf(gateway, '1');
    expect(asksOf('1')).toBe(1);
  });

  it('that hangs, nobody waits long, and for a second nobody waits again', async () => {
    let asks = 0;
    const mget = () => {
      asks += 1;
      return new Promise(() => {});
    };
    const shared = openShared({ status: 'ready', mget } as never, openLog('test'));
    expect(await shared.look([{ key: 'a', deps: ['b'] }])).toBeUndefined();
    expect(await shared.look([{ key: 'a', deps: ['b'] }])).toBeUndefined();
    expect(asks).toBe(1);
  });
});

describe('the memory', () => {
  const entry = (text: string, deps: string[] = [], until = 10) => ({ text, deps, until });

  it('holds no more than it may, and lets go of what was not asked for longest', () => {
    const memory = openMemory(20_000, () => 0);
    for (let index = 0; index < 100; index += 1) {
      memory.set(`k${index}`, entry('x'.repeat(1_000), ['d']));
      memory.get('k0');
      expect(memory.bytes()).toBeLessThanOrEqual(20_000);
    }
    expect([memory.get('k0'), memory.get('k1'), memory.get('k99')].map(Boolean)).toEqual([true, false, true]);
    memory.set('huge', entry('x'.repeat(20_000), ['d']));
    expect(memory.get('huge')).toBeUndefined();
    memory.drop('d');
    expect(memory.bytes()).toBe(0);
  });

  it('drops by what is in an answer, also after it was kept anew with other things in it', () => {
    const memory = openMemory(20_000, () => 0);
    memory.set('a', entry('1', ['x', 'y']));
    memory.set('a', entry('2', ['y']));
    memory.set('b', entry('3', ['x']));
    memory.drop('x');
    expect([memory.get('a'), memory.get('b')]).toEqual(['2', undefined]);
    memory.drop('y');
    expect(memory.get('a')).toBeUndefined();
  });

  it('shows nothing past its time', () => {
    let now = 9;
    const memory = openMemory(20_000, () => now);
    memory.set('a', entry('1'));
    expect(memory.get('a')).toBe('1');
    now = 10;
    expect(memory.get('a')).toBeUndefined();
    expect(memory.bytes()).toBe(0);
  });

  it('of what was asked for is bounded too, and short', () => {
    let now = 0;
    const seen = seenLately(() => now);
    expect([seen.again('a'), seen.again('a')]).toEqual([false, true]);
    for (let index = 0; index < 20_001; index += 1) seen.again(`k${index}`);
    expect(seen.again('a')).toBe(false);
    now = 61_000;
    seen.again('b');
    now = 122_000;
    seen.again('c');
    expect(seen.again('a')).toBe(false);
  });
});
