import { setCourierOnline } from '../src/commands/set-courier-online.ts';
import { seed } from '../src/seed.ts';
import { ANA, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

it('seeds the demo courier near Demo Bistro, offline, and leaves a working one alone', async () => {
  await seed(world.pool);
  const demo = { id: 'cou_demo', name: 'Demo Courier', lastLatitude: 52.5206, lastLongitude: 13.4061 };
  expect(await world.db.courier.findMany()).toEqual([expect.objectContaining({ ...demo, online: false })]);

  const viewer = { ...ANA, id: 'usr_demo_courier', name: 'Demo Courier' };
  expect(await world.as(viewer).performs(setCourierOnline, { online: true })).toMatchObject({ value: demo });
  await seed(world.pool);
  expect(await world.db.courier.findMany()).toEqual([expect.objectContaining({ ...demo, online: true })]);
});
