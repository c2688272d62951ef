import type pg from 'pg';
import { type AnyConsumer, consumer } from '../src/events/consumer.ts';
import { type Entry, sift } from '../src/events/known.ts';
import { retellAfterLoss } from '../src/events/loss.ts';
import { isWhole, join, markOf, trim, wholeMark } from '../src/events/streams.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const STREAM = 'events:ratings';
const listener = (heard: number[]): AnyConsumer =>
  consumer({
    name: 'ratings.note-on-rating-published',
    on: 'rating.published',
    async handle(_work, { score }) {
      heard.push(score);
    },
  });
const tellMany = (count: number) =>
  world.does((work) => {
    for (let n = 1; n <= count; n++) world.tellRating(work, `ord_${n % 7}`, n);
  });
/** What the group of this domain has neither read nor finished. */
const left = async () => {
  const [group] = (await world.redis.xinfo('GROUPS', STREAM)) as (string | number)[][];
  const field = (name: string) => Number(group?.[group.indexOf(name) + 1]);
  return field('lag') + field('pending');
};

describe('history that is told again', () => {
  const entries = (count: number): Entry[] =>
    Array.from({ length: count }, (_, n) => [
      `${n + 1}-0`,
      ['e', JSON.stringify({ id: `evt_${n}`, type: 'rating.published', subject: 's' })],
    ]);
  const byType = new Map([['rating.published' as const, [listener([])]]]);
  const handled = (id: string) =>
    world.pool.query(
      `INSERT INTO "InboxEvent" ("consumer", "eventId") VALUES ('ratings.note-on-rating-published', $1)`,
      [id],
    );

  it('is told apart in one statement: what was handled needs no transaction any more', async () => {
    for (const id of ['evt_0', 'evt_2', 'evt_59']) await handled(id);
    const { done, due } = await sift(world.pool, entries(60), byType);
    expect(done).toEqual(['1-0', '3-0', '60-0']);
    expect(due).toHaveLength(57);
  });

  it('is not asked about while it is news, nor dropped while nobody answers', async () => {
    await handled('evt_0');
    expect(await sift(world.pool, entries(3), byType)).toMatchObject({ done: [], due: { length: 3 } });
    const silent = { query: () => Promise.reject(new Error('no database')) } as unknown as pg.Pool;
    expect(await sift(silent, entries(60), byType)).toMatchObject({ done: [], due: { length: 60 } });
  });

  it('keeps what cannot be read, so that it is buried, and lets go what concerns nobody', async () => {
    const strange: Entry[] = [
      ['1-0', ['e', '{']],
      ['2-0', ['e', '{"id":"x","type":"order.placed","subject":"s"}']],
    ];
    expect(await sift(world.pool, strange, byType)).toMatchObject({ done: ['2-0'], due: [{ id: '1-0' }] });
  });

  it('is acknowledged, and handled no second time', async () => {
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await tellMany(120);
    await world.until(() => heard.length === 120, 30_000);
    await world.pool.query('UPDATE "OutboxEvent" SET "publishedAt" = NULL');
    await world.until(async () => (await world.redis.xlen(STREAM)) >= 240 && (await left()) === 0, 30_000);
    expect(heard).toHaveLength(120);
  });
});

describe('a group that comes after its stream was shortened', () => {
  const fill = async (count: number) => {
    for (let n = 1; n <= count; n++) await world.redis.xadd(STREAM, `${n}-0`, 'e', String(n));
    await join(world.redis, STREAM, 'fast');
    await world.redis.xreadgroup('GROUP', 'fast', 'fast', 'COUNT', count, 'STREAMS', STREAM, '>');
    await world.redis.xack(STREAM, 'fast', ...Array.from({ length: count }, (_, n) => `${n + 1}-0`));
  };
  const mark = () => world.redis.get(markOf(STREAM));

  it('has all of it told again; one that finds everything does not', async () => {
    await fill(500);
    await world.redis.set(markOf(STREAM), wholeMark('tel_1'));
    await join(world.redis, STREAM, 'early');
    expect(await mark()).toBe(wholeMark('tel_1'));
    await trim(world.redis, STREAM);
    expect(await world.redis.xlen(STREAM)).toBe(500);
    await world.redis.xgroup('DESTROY', STREAM, 'early');
    await trim(world.redis, STREAM);
    expect(await world.redis.xlen(STREAM)).toBeLessThan(500);
    await join(world.redis, STREAM, 'fast');
    expect(await mark()).toBe(wholeMark('tel_1'));
    await join(world.redis, STREAM, 'late');
    expect(await mark()).toBeNull();
  });

  it('has it told once more when it comes while all of it is being told again', async () => {
    const pool = {
      async query(...args: [string]) {
        await world.redis.del(markOf(STREAM));
        return world.pool.query(...args);
      },
    } as unknown as pg.Pool;
    expect(await retellAfterLoss({ ...world, pool, service: 'ratings' })).toBeNull();
    expect(await mark()).toBeNull();
    await retellAfterLoss({ ...world, service: 'ratings' });
    expect(isWhole(await mark())).toBe(true);
  });

  it('hears everything from the first event on', async () => {
    const heard = new Set<number>();
    const others: number[] = [];
    const other = await world.start('ratings', { consumers: [listener(others)] });
    await tellMany(350);
    await world.until(() => others.length === 350, 30_000);
    await world.until(async () => (await left()) === 0, 30_000);
    await other.stop();
    await trim(world.redis, STREAM);
    expect(await world.redis.xlen(STREAM)).toBeLessThan(350);
    // As a domain that was away when Redis came back with nothing: no group, and nothing heard.
    await world.redis.xgroup('DESTROY', STREAM, 'ratings');
    await world.pool.query('TRUNCATE "InboxEvent"');
    const late = consumer({
      name: 'ratings.note-on-rating-published',
      on: 'rating.published',
      handle: async (_work, { score }) => void heard.add(score),
    });
    await world.start('ratings', { consumers: [late] });
    await world.until(() => heard.size === 350, 30_000);
  }, 90_000);
});
