import { countStatements } from '@app/kernel/testing';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { findCouriers } from '../src/commands/find-couriers.ts';
import { reportPosition } from '../src/commands/report-position.ts';
import { setCourierOnline } from '../src/commands/set-courier-online.ts';
import { openPositions } from '../src/positions.ts';
import { ANA, BEN, BISTRO, north, openWorld } from './support/world.ts';

// A loaded machine takes its time.
jest.setTimeout(60_000);
const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const near = (dispatch = world.dispatch) =>
  findCouriers(world.db, dispatch, { pickup: BISTRO, radius: 2_000, without: [], declined: [], now: new Date() });
const move = (meters: number) => world.as(ANA).performs(reportPosition, { location: north(meters) });

describe('the search for couriers', () => {
  it('finds by distance in the geo set, free couriers only', async () => {
    await world.as(ANA).performs(setCourierOnline, { online: true, location: north(1_200) });
    await world.as(BEN).performs(setCourierOnline, { online: true, location: north(2_500) });
    await near();
    const { statements, result } = await countStatements(() => near());
    expect(result.map(({ meters }) => Math.round(meters / 10))).toEqual([120]);
    expect(statements).toHaveLength(1);
    await world.db.courier.updateMany({ data: { activeJobs: 3 } });
    expect(await near()).toEqual([]);
  });

  it('goes by the newest position that Redis knows, not by the durable one', async () => {
    await world.as(ANA).performs(setCourierOnline, { online: true, location: north(100) });
    await near();
    await move(1_500);
    expect((await world.courierRow(ANA)).lastLatitude).toBe(north(100).latitude);
    expect((await near()).map(({ meters }) => Math.round(meters / 10))).toEqual([150]);
  });

  it('fills the geo set again when Redis has lost everything', async () => {
    await world.courier(ANA, { lastLatitude: north(300).latitude });
    await world.courier(BEN, { online: false });
    await near();
    await world.redis.flushdb();
    expect((await near()).map(({ id }) => id)).toEqual(['cou_ana']);
    expect(await world.redis.zrange('couriers:online', 0, -1)).toEqual(['cou_ana']);
  });

  it('keeps the newer position when it fills the set', async () => {
    await world.as(ANA).performs(setCourierOnline, { online: true, location: north(100) });
    await world.redis.flushdb();
    await move(900);
    expect((await near()).map(({ meters }) => Math.round(meters / 10))).toEqual([90]);
  });

  it('finds whom Redis alone does not know', async () => {
    await near();
    await world.courier(ANA, { lastLatitude: north(300).latitude });
    expect(await world.redis.exists('couriers:complete')).toBe(1);
    expect((await near()).map(({ id }) => id)).toEqual(['cou_ana']);
  });

  it('drops whom Redis alone believes to be online', async () => {
    await world.courier(ANA, { online: false });
    await near();
    await world.dispatch.positions.put('cou_ana', { ...BISTRO, at: new Date() });
    expect(await near()).toEqual([]);
    expect(await world.redis.zrange('couriers:online', 0, -1)).toEqual([]);
  });

  it('goes on without Redis, by an index and in time', async () => {
    await world.courier(ANA, { lastLatitude: north(300).latitude });
    await world.courier(BEN, { lastLatitude: north(2_100).latitude });
    const dead = new Redis({ port: 1, lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => 50 });
    dead.on('error', () => {});
    const started = Date.now();
    const found = await near({ ...world.dispatch, positions: openPositions(dead) });
    dead.disconnect();
    expect(found.map(({ id }) => id)).toEqual(['cou_ana']);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('uses the index for the rectangle', async () => {
    await world.db.$executeRaw`
      INSERT INTO "Courier" ("id", "userId", "name", "online", "lastLatitude", "lastLongitude", "createdAt")
      SELECT 'cou_' || i, 'usr_' || i, 'x', true, (i % 160) - 80, (i % 300) - 150, now() FROM generate_series(1, 5000) i`;
    await world.db.$executeRaw`ANALYZE "Courier"`;
    const plan = await world.db.$queryRaw<{ 'QUERY PLAN': string }[]>`
      EXPLAIN SELECT * FROM "Courier"
      WHERE "online" AND point("lastLongitude", "lastLatitude") <@ box(point(13, 52), point(14, 53))`;
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Courier_online_place_idx');
  });
});
