import { openWorld } from './world.ts';

/** All that an order wants: two of the burgers, every cake. */
export const LINES = [
  { itemId: 'burger', quantity: 2 },
  { itemId: 'cake', quantity: 3 },
];

/** A world with ten burgers and three cakes for each test of a file, whose books are right after each. */
export function openPantry() {
  const world = openWorld();
  beforeEach(async () => {
    await world.reset();
    await world.item('burger', 10);
    await world.item('cake', 3);
  });
  afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
  afterAll(() => world.close());

  /** An order that was promised its lines, with nothing told yet. */
  async function promised() {
    await world.holds('ord_1', LINES);
    await world.db.outboxEvent.deleteMany();
  }
  return { world, promised };
}
