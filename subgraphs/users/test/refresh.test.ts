import { ACCESS_TOKEN } from '@app/kernel/access-token';
import { verifyToken } from '@app/kernel/tokens';
import { transact } from '@app/kernel/work';
import { openSession } from '../src/commands/open-session.ts';
import type { OpenedSession } from '../src/credentials/credentials.ts';
import type { Tx } from '../src/db.ts';
import { KEYS, NOBODY, openWorld } from './support/world.ts';

const world = openWorld();
let token: string;
let sessionId: string;
beforeEach(async () => {
  await world.reset();
  await world.user('ada');
  const opened = await transact<Tx, OpenedSession>(
    { db: world.db, viewer: NOBODY, clock: world.credentials.clock },
    (work) => openSession(work, { userId: 'ada', days: 30 }),
  );
  token = opened.refreshToken;
  sessionId = opened.sessionId;
});
afterAll(() => world.close());

const REFRESH = /* GraphQL */ `
  mutation ($refreshToken: String!) {
    sessionRefresh(input: { refreshToken: $refreshToken }) { session { accessToken refreshToken } userErrors { code path } }
  }
`;
const refresh = async (refreshToken: string) =>
  (await world.ask(NOBODY, REFRESH, { refreshToken })).data.sessionRefresh;
const REFUSED = {
  session: null,
  userErrors: [{ code: 'INVALID_REFRESH_TOKEN', path: ['input', 'refreshToken'] }],
};
const REVOKED = [{ type: 'session.revoked', payload: { sessionId: expect.any(String), userId: 'ada' } }];

describe('refreshing a session', () => {
  it('trades the token for the next pair of the same session, with what the user may do by now', async () => {
    await world.db.userBusiness.create({ data: { userId: 'ada', businessId: 'biz_1' } });
    world.later(3_600_000);

    const { session } = await refresh(token);

    expect(session.refreshToken).not.toBe(token);
    expect(verifyToken(session.accessToken, { ...ACCESS_TOKEN, keys: KEYS })).toMatchObject({
      sub: 'ada',
      sid: sessionId,
      businessIds: ['biz_1'],
    });
    expect(await world.db.session.findMany()).toMatchObject([
      { id: sessionId, lastUsedAt: world.credentials.clock(), expiresAt: new Date('2026-01-31T12:00:00Z') },
    ]);
    expect((await refresh(session.refreshToken)).userErrors).toEqual([]);
  });

  it('ends the session when a used token comes again later', async () => {
    const { session } = await refresh(token);
    world.later(10_001);

    expect(await refresh(token)).toEqual(REFUSED);

    expect(await refresh(session.refreshToken)).toEqual(REFUSED);
    expect(await world.db.session.findMany()).toMatchObject([{ revokeReason: 'REFRESH_REPLAYED' }]);
    expect(await world.told()).toEqual(REVOKED);
  });

  it('ends the session at once when somebody has gone on with the successor', async () => {
    const next = (await refresh(token)).session.refreshToken;
    world.later(1_000);
    const last = (await refresh(next)).session.refreshToken;
    world.later(1_000);

    expect(await refresh(token)).toEqual(REFUSED);

    expect(await refresh(last)).toEqual(REFUSED);
    expect(await world.told()).toEqual(REVOKED);
  });

  it('gives one of eight refreshes at the same moment the next pair, which stays good', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(token)));

    const [winner, ...more] = answers.filter(({ session }) => session !== null);
    expect(more).toEqual([]);
    expect(answers.filter((answer) => answer.session === null)).toEqual(Array.from({ length: 7 }, () => REFUSED));
    expect((await refresh(winner.session.refreshToken)).userErrors).toEqual([]);
    expect(await world.told()).toEqual([]);
  });

  it.each([
    ['unknown', () => refresh('rt_unknown')],
    ['with NUL', () => refresh('rt_\0')],
    [
      'expired',
      async () => {
        world.later(30 * 86_400_000);
        return refresh(token);
      },
    ],
    [
      'of a session that was logged out',
      async () => {
        await world.db.session.updateMany({ data: { revokedAt: new Date() } });
        return refresh(token);
      },
    ],
    [
      'of a suspended account',
      async () => {
        await world.db.user.updateMany({ data: { status: 'SUSPENDED' } });
        return refresh(token);
      },
    ],
  ])('refuses a token that is %s', async (_what, attempt) => {
    expect(await attempt()).toEqual(REFUSED);
    expect(await world.told()).toEqual([]);
  });
});
