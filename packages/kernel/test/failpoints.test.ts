/** Where the process ends next. */
let endsAt = '';
Object.assign(globalThis, {
  [Symbol.for('kernel.failpoint')]: async (at: string) => {
    if (at !== endsAt) return;
    endsAt = '';
    throw new Error('the process ended');
  },
});
// The kernel looks for an interference when it is loaded.
const { openWorld } = await import('./support/world.ts');

let world: Awaited<ReturnType<typeof openWorld>>;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const told = async () => (await world.pool.query('SELECT "type" FROM "OutboxEvent"')).rows;
const tells = () => world.does((work) => world.tellRating(work, 'ord_1', 1));

describe('a process that ends', () => {
  it('right after a commit has told what was committed', async () => {
    endsAt = 'transaction.committed';
    await expect(tells()).rejects.toThrow('the process ended');
    expect(await told()).toEqual([{ type: 'rating.published' }]);
  });

  it('right before a commit has told nothing', async () => {
    endsAt = 'transaction.commit';
    await expect(tells()).rejects.toThrow('the process ended');
    expect(await told()).toEqual([]);
  });
});
