import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ADA, NOBODY, OWNER, openWorld, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

const shop = (id: string) => `{ shop(id: "${world.prefix}${id}") { name } }`;
const scores = (...ids: string[]) => `{ refs(ids: [${ids.map((id) => `"${world.prefix}${id}"`)}]) { id score } }`;
const askedOf = (subgraph: string) => world.asked().filter((each) => each.subgraph === subgraph);

describe('public data', () => {
  it('that was asked for twice is kept, for everybody, and was asked for as nobody', async () => {
    const { read } = await world.open();
    for (const viewer of [ADA, OWNER]) await read(shop('1'), viewer);
    expect(world.asked()).toEqual([
      { subgraph: 'shops', viewer: 'nobody', ids: [] },
      { subgraph: 'shops', viewer: 'nobody', ids: [] },
    ]);
    for (const viewer of [ADA, OWNER, NOBODY])
      expect(await read(shop('1'), viewer)).toEqual({ shop: { name: 'Shop 1' } });
    expect(world.asked()).toEqual([]);
  });

  it('of entities is kept one by one, whoever asks with what others', async () => {
    const { read } = await world.open();
    const [one, two] = [`${world.prefix}1`, `${world.prefix}2`];
    for (const viewer of [ADA, OWNER]) await read(scores('1'), viewer);
    world.asked();
    expect(await read(scores('2', '1', '2'), ADA)).toEqual({
      refs: [
        { id: two, score: 5 },
        { id: one, score: 4 },
        { id: two, score: 5 },
      ],
    });
    expect(askedOf('reviews')).toEqual([{ subgraph: 'reviews', viewer: 'nobody', ids: [two] }]);
  });

  it('differs by arguments, and is not confused with what is not public', async () => {
    const { read } = await world.open();
    const query = (scale: number) => `{ refs(ids: ["${world.prefix}1"]) { score(scale: ${scale}) } }`;
    for (const scale of [1, 2, 1, 2, 1, 2]) expect(await read(query(scale))).toEqual({ refs: [{ score: 4 * scale }] });
    const mixed = `{ refs(ids: ["${world.prefix}1"]) { score mine } }`;
    for (const [viewer, mine] of [
      [ADA, 'usr_ada'],
      [OWNER, 'usr_owner'],
      [NOBODY, 'nobody'],
    ] as const)
      for (let time = 0; time < 2; time += 1) expect(await read(mixed, viewer)).toEqual({ refs: [{ score: 4, mine }] });
  });

  it('asked for at the same moment is asked for once', async () => {
    const { read } = await world.open();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => read(shop('1'), index % 2 ? ADA : NOBODY)),
    );
    expect(answers).toEqual(Array(10).fill({ shop: { name: 'Shop 1' } }));
    expect(world.asked()).toHaveLength(1);
  });

  it('is given to each reader to own', async () => {
    const { read } = await world.open();
    const query = `{ refs(ids: ["${world.prefix}1", "${world.prefix}1"]) { id score } again: refs(ids: ["${world.prefix}1"]) { a: score } }`;
    const one = { id: `${world.prefix}1`, score: 4 };
    for (let time = 0; time < 4; time += 1) expect(await read(query)).toEqual({ refs: [one, one], again: [{ a: 4 }] });
  });

  it('is asked for again when its time is over', async () => {
    const { read } = await world.open();
    for (let time = 0; time < 2; time += 1) await read(shop('1'));
    world.store.names.set(`${world.prefix}1`, 'New name');
    world.asked();
    world.pass(29);
    expect(await read(shop('1'))).toEqual({ shop: { name: 'Shop 1' } });
    // Redis goes by its own clock, which a test cannot turn: its copy is taken away.
    await world.redis.flushdb();
    world.pass(2);
    expect(await read(shop('1'))).toEqual({ shop: { name: 'New name' } });
    expect(world.asked()).toHaveLength(1);
  });

  it('goes to Redis with its time', async () => {
    const { read } = await world.open();
    await world.redis.flushdb();
    for (let time = 0; time < 2; time += 1) await read(shop('1'));
    const keys = () => world.redis.keys('public:answer:*');
    // Nobody waits for what is kept.
    while ((await keys()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const [key = ''] = await keys();
    const left = await world.redis.pttl(key);
    expect(left).toBeGreaterThan(20_000);
    expect(left).toBeLessThanOrEqual(30_000);
  });
});

describe('what is of one viewer', () => {
  it('does not come into what is public by mistake: the answer is the one for nobody', async () => {
    const { read } = await world.open();
    for (const viewer of [ADA, OWNER, ADA, NOBODY]) {
      expect(await read('{ whoami }', viewer)).toEqual({ whoami: 'nobody' });
      const entity = `{ refs(ids: ["${world.prefix}1"]) { readBy } }`;
      expect(await read(entity, viewer)).toEqual({ refs: [{ readBy: 'nobody' }] });
    }
    expect(new Set(askedOf('reviews').map(({ viewer }) => viewer))).toEqual(new Set(['nobody']));
  });

  it('is still theirs where nobody would see anything, and nobody else’s', async () => {
    const { read } = await world.open();
    const hidden = shop('hidden');
    for (let time = 0; time < 3; time += 1) {
      expect(await read(hidden, OWNER)).toEqual({ shop: { name: 'Shop hidden' } });
      expect(await read(hidden, ADA)).toEqual({ shop: null });
      expect(await read(hidden)).toEqual({ shop: null });
    }
  });

  it('is still theirs among entities', async () => {
    const { read } = await world.open();
    world.store.scores.set(`${world.prefix}hidden`, 1);
    const all = async (viewer = NOBODY) =>
      ((await read(scores('1', 'hidden', '2'), viewer)).refs as { score: number }[]).map(({ score }) => score);
    for (let time = 0; time < 3; time += 1) {
      expect(await all(OWNER)).toEqual([4, 1, 5]);
      expect(await all(ADA)).toEqual([4, null, 5]);
      expect(await all()).toEqual([4, null, 5]);
    }
  });

  it('is found by each of those who ask at the same moment', async () => {
    const { read } = await world.open();
    const viewers = [ADA, OWNER, NOBODY, OWNER, ADA];
    const answers = await Promise.all(viewers.map((viewer) => read(shop('hidden'), viewer)));
    expect(answers.map((answer) => answer.shop !== null)).toEqual([false, true, false, true, false]);
  });
});

describe('what went wrong', () => {
  it('is told and not kept', async () => {
    const { answer, read } = await world.open();
    for (let time = 0; time < 2; time += 1) await read(shop('2'));
    world.store.failing = true;
    for (let time = 0; time < 3; time += 1) {
      expect(await answer(shop('1'), time === 1 ? ADA : NOBODY)).toEqual({
        data: { shop: null },
        errors: ['the shop is on fire'],
      });
      const { data, errors } = await answer(scores('1', '2'));
      expect([data, errors]).toEqual([
        { refs: [1, 2].map((id) => ({ id: `${world.prefix}${id}`, score: null })) },
        ['nobody counts', 'nobody counts'],
      ]);
    }
    expect(await read(shop('2'))).toEqual({ shop: { name: 'Shop 2' } });
    world.store.failing = false;
    expect(await read(shop('1'))).toEqual({ shop: { name: 'Shop 1' } });
    expect(await read(scores('1'))).toMatchObject({ refs: [{ score: 4 }] });
  });

  it('as nothing, or no answer at all, is told to all who wait, and not kept', async () => {
    const { answer, read } = await world.open();
    world.store.away = true;
    const answers = await Promise.all([NOBODY, ADA, NOBODY].map((viewer) => answer(shop('1'), viewer)));
    for (const { data, errors } of answers) expect([data, errors.length]).toEqual([{ shop: null }, 1]);
    const { errors } = await answer(scores('1', '2'));
    expect(errors).toHaveLength(1);
    world.store.away = false;
    expect(await read(shop('1'))).toEqual({ shop: { name: 'Shop 1' } });
    expect(await read(scores('1'))).toMatchObject({ refs: [{ score: 4 }] });
  });
});

describe('mutations', () => {
  it('are done each time, and whoever reads after the answer finds what they did', async () => {
    const { read } = await world.open();
    for (let time = 0; time < 2; time += 1) await read(shop('1'));
    const rename = (name: string) => `mutation { rename(id: "${world.prefix}1", name: "${name}") { name } }`;
    for (const name of ['A', 'B', 'A']) {
      expect(await read(rename(name), ADA)).toEqual({ rename: { name } });
      expect(await read(shop('1'), ADA)).toEqual({ shop: { name } });
    }
  });
});
