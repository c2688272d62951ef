import { countStatements } from '@app/kernel/testing';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { ADMIN, customer, NOBODY, NOON, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(async () => {
  await world.reset();
  await world.user('ada');
  await world.user('bob');
});
afterAll(() => world.close());

const ADA = customer('ada', 'ses_1');
const session = (given: object = {}) =>
  world.db.session.create({
    data: {
      id: 'ses_1',
      userId: 'ada',
      createdAt: NOON,
      lastUsedAt: NOON,
      expiresAt: new Date(Date.now() + 60_000),
      ...given,
    },
  });

describe('who somebody is', () => {
  const ME = '{ me { id email roles addresses { line1 } } }';

  it('is known to themselves, in two statements, addresses newest first', async () => {
    for (const [n, line1] of ['Old', 'New'].entries())
      await world.db.address.create({
        data: {
          id: `adr_${n}`,
          userId: 'ada',
          line1,
          city: 'Berlin',
          country: 'DE',
          postalCode: '10178',
          createdAt: new Date(NOON.getTime() + n),
        },
      });

    const { result, statements } = await countStatements(() => world.ask(ADA, ME));

    expect(result.data.me).toEqual({
      id: 'ada',
      email: 'ada@example.test',
      roles: ['CUSTOMER'],
      addresses: [{ line1: 'New' }, { line1: 'Old' }],
    });
    expect(statements).toHaveLength(2);
  });

  it('is null when nobody is signed in, also for a service', async () => {
    expect(await world.ask(NOBODY, ME)).toEqual({ data: { me: null } });
    expect(await world.ask({ ...anonymous('orders'), kind: 'service', id: 'ada' }, ME)).toEqual({ data: { me: null } });
  });

  const ENTITIES = 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on User { email } } }';
  const refs = ['ada', 'bob', 'nobody', { not: '' }, 7, '\0'].map((id) => ({ __typename: 'User', id }));
  it.each<[string, Viewer, (string | null)[]]>([
    ['its owner', ADA, ['ada@example.test', null]],
    ['an admin', ADMIN, ['ada@example.test', 'bob@example.test']],
    ['nobody signed in', NOBODY, [null, null]],
    ['another subgraph', { ...anonymous('orders'), kind: 'service', id: 'orders' }, [null, null]],
  ])('is shown behind _entities to %s as it may be, and an operator is no key', async (_who, viewer, emails) => {
    const { data } = await world.ask(viewer, ENTITIES, { refs });
    expect(data._entities).toEqual(
      [...emails, null, null, null, null].map((email) => (email === null ? null : { email })),
    );
  });
});

describe('the state of a session', () => {
  const STATE = '{ sessionStates(ids: ["ses_1"]) { userId name roles businessIds } }';
  const gateway: Viewer = { ...anonymous('gateway'), kind: 'service', id: 'gateway' };

  it('is what the user may do right now, in one statement', async () => {
    await session();
    await world.db.userBusiness.createMany({
      data: [
        { userId: 'ada', businessId: 'biz_b' },
        { userId: 'ada', businessId: 'biz_a' },
        { userId: 'bob', businessId: 'biz_c' },
      ],
    });

    const { result, statements } = await countStatements(() => world.ask(gateway, STATE));

    expect(result).toEqual({
      data: { sessionStates: [{ userId: 'ada', name: 'ADA', roles: ['CUSTOMER'], businessIds: ['biz_a', 'biz_b'] }] },
    });
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['unknown', async () => {}],
    ['logged out', () => session({ revokedAt: NOON })],
    ['expired', () => session({ expiresAt: NOON })],
    [
      'of a suspended account',
      async () => {
        await session();
        await world.db.user.updateMany({ data: { status: 'SUSPENDED' } });
      },
    ],
  ])('is null when it is %s', async (_what, arrange) => {
    await arrange();
    expect(await world.ask(gateway, STATE)).toEqual({ data: { sessionStates: [null] } });
  });

  it('is told of many in one statement, each at its place', async () => {
    await session();
    const ids = Array.from({ length: 499 }, (_, n) => `ses_never_${n}`);
    const ask = (all: string[]) =>
      world.ask(gateway, 'query ($ids: [ID!]!) { sessionStates(ids: $ids) { userId } }', { ids: all });

    const { result, statements } = await countStatements(() => ask([...ids, 'ses_1']));

    expect(result.data).toEqual({ sessionStates: [...ids.map(() => null), { userId: 'ada' }] });
    expect(statements).toHaveLength(1);
    expect((await ask([...ids, 'ses_1', 'ses_2'])).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('is told to the gateway only', async () => {
    await session();
    const { data, errors } = await world.ask({ ...ADA, caller: 'orders' }, STATE);
    expect(data.sessionStates).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('ends with logging out, which others are told once', async () => {
    await session();
    const LOGOUT = 'mutation { logout { userErrors { code } } }';

    expect(await world.ask(ADA, LOGOUT)).toEqual({ data: { logout: { userErrors: [] } } });
    await world.ask(ADA, LOGOUT);

    expect(await world.ask(gateway, STATE)).toEqual({ data: { sessionStates: [null] } });
    expect(await world.told()).toEqual([{ type: 'session.revoked', payload: { sessionId: 'ses_1', userId: 'ada' } }]);
    expect((await world.ask(NOBODY, LOGOUT)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
