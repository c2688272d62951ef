import { seed } from '../src/seed.ts';
import { sweep } from '../src/sweep.ts';
import { NOBODY, NOON, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('the demo accounts', () => {
  it.each([
    ['customer', 'CUSTOMER'],
    ['business', 'BUSINESS'],
    ['courier', 'COURIER'],
    ['admin', 'ADMIN'],
  ])('%s@demo.test signs in as %s', async (name, role) => {
    await seed(world.pool);
    const { data } = await world.ask(
      NOBODY,
      `mutation { login(input: { email: "${name}@demo.test", password: "demo-Passw0rd!" }) { user { id roles } userErrors { code } } }`,
    );
    expect(data.login).toEqual({ user: { id: `usr_demo_${name}`, roles: [role] }, userErrors: [] });
  });

  it('change nothing and tell nothing the second time', async () => {
    await seed(world.pool);
    const users = await world.db.user.findMany();
    const told = await world.told();
    expect(told).toHaveLength(4);

    await seed(world.pool);

    expect(await world.db.user.findMany()).toEqual(users);
    expect(await world.told()).toEqual(told);
    expect(await world.db.address.findMany({ select: { id: true, userId: true } })).toEqual([
      { id: 'adr_demo_home', userId: 'usr_demo_customer' },
    ]);
  });
});

describe('sweeping', () => {
  it('deletes only what nobody can use any more', async () => {
    await world.user('ada');
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    const session = { userId: 'ada', createdAt: NOON, lastUsedAt: NOON };
    await world.db.session.createMany({
      data: [
        { ...session, id: 'ses_long_gone', expiresAt: inHours(-25) },
        { ...session, id: 'ses_live', expiresAt: inHours(1) },
      ],
    });
    await world.db.loginAttempt.createMany({
      data: [
        { emailNormalised: 'old@example.test', failures: 3, windowEndsAt: inHours(-1) },
        { emailNormalised: 'new@example.test', failures: 3, windowEndsAt: inHours(1) },
      ],
    });

    await sweep(world.db);

    expect(await world.db.session.findMany({ select: { id: true } })).toEqual([{ id: 'ses_live' }]);
    expect(await world.db.loginAttempt.findMany({ select: { emailNormalised: true } })).toEqual([
      { emailNormalised: 'new@example.test' },
    ]);
  });
});
