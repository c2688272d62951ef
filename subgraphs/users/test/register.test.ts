import { ACCESS_TOKEN } from '@app/kernel/access-token';
import { verifyToken } from '@app/kernel/tokens';
import { KEYS, NOBODY, openWorld, PASSWORD } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const REGISTER = /* GraphQL */ `
  mutation ($input: RegisterInput!) {
    register(input: $input) {
      user { id email name roles addresses { id } }
      session { accessToken refreshToken expiresAt }
      userErrors { code path }
    }
  }
`;
const ada = { email: '  Ada@Example.Test ', password: PASSWORD, name: ' Ada ' };
const register = async (input: Record<string, unknown>) => (await world.ask(NOBODY, REGISTER, { input })).data.register;

describe('registering', () => {
  it('opens a customer account, signs it in and tells the others', async () => {
    const { user, session, userErrors } = await register(ada);

    expect(userErrors).toEqual([]);
    expect(user).toEqual({
      id: expect.stringMatching(/^usr_/),
      email: 'ada@example.test',
      name: 'Ada',
      roles: ['CUSTOMER'],
      addresses: [],
    });
    const claims = verifyToken(session.accessToken, { ...ACCESS_TOKEN, keys: KEYS });
    expect(claims).toMatchObject({ sub: user.id, name: 'Ada', roles: ['CUSTOMER'], businessIds: [] });
    expect(claims.exp - claims.iat).toBe(900);
    expect(await world.db.session.findMany({ select: { id: true } })).toEqual([{ id: claims.sid }]);
    expect(await world.told()).toEqual([
      { type: 'user.registered', payload: { userId: user.id, name: 'Ada', roles: ['CUSTOMER'] } },
    ]);
  });

  it('keeps neither the password nor the refresh token', async () => {
    const { session } = await register(ada);

    const rows = JSON.stringify([await world.db.user.findMany(), await world.db.refreshToken.findMany()]);

    expect(rows).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(rows).not.toContain(PASSWORD);
    expect(rows).not.toContain(session.refreshToken);
  });

  it.each([
    ['no e-mail', { ...ada, email: 'ada' }, 'INVALID_INPUT', 'email'],
    ['an e-mail with NUL', { ...ada, email: 'a\0@example.test' }, 'INVALID_INPUT', 'email'],
    ['an empty name', { ...ada, name: '  ' }, 'INVALID_INPUT', 'name'],
    ['a name with NUL', { ...ada, name: 'A\0' }, 'INVALID_INPUT', 'name'],
    ['a phone that is none', { ...ada, phone: 'call me' }, 'INVALID_INPUT', 'phone'],
    ['a short password', { ...ada, password: 'tulip-9' }, 'PASSWORD_UNUSABLE', 'password'],
    ['a common password', { ...ada, password: 'Password123!' }, 'PASSWORD_UNUSABLE', 'password'],
    ['the role of an admin', { ...ada, role: 'ADMIN' }, 'ROLE_NOT_ALLOWED', 'role'],
    ['the role of a partner', { ...ada, role: 'PARTNER' }, 'ROLE_NOT_ALLOWED', 'role'],
  ])('refuses %s, and keeps and tells nothing', async (_what, input, code, field) => {
    expect(await register(input)).toEqual({
      user: null,
      session: null,
      userErrors: [{ code, path: ['input', field] }],
    });
    expect(await world.db.user.count()).toBe(0);
    expect(await world.told()).toEqual([]);
  });

  it('gives an e-mail to one of eight who ask for it at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => register(ada)));

    expect(answers.filter(({ user }) => user !== null)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 7 }, () => ({ code: 'EMAIL_TAKEN', path: ['input', 'email'] })),
    );
    expect(await world.db.user.count()).toBe(1);
    expect(await world.told()).toHaveLength(1);
  });
});
