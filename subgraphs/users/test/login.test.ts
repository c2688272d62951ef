import { hashPassword } from '../src/credentials/passwords.ts';
import { NOBODY, openWorld, PASSWORD } from './support/world.ts';

const world = openWorld();
let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const LOGIN = /* GraphQL */ `
  mutation ($email: String!, $password: String!) {
    login(input: { email: $email, password: $password }) { user { id } session { accessToken } userErrors { code message } }
  }
`;
const EMAIL = 'ada@example.test';
const login = async (password: string, email = EMAIL) =>
  (await world.ask(NOBODY, LOGIN, { email, password })).data.login;
const codeOf = (answer: { userErrors: { code: string }[] }) => answer.userErrors[0]?.code ?? 'OK';

describe('signing in', () => {
  beforeEach(() => world.user('ada', { passwordHash }));

  it('opens a session, however the e-mail is written', async () => {
    const answer = await login(PASSWORD, ' ADA@example.test');

    expect(answer).toMatchObject({ user: { id: 'ada' }, userErrors: [] });
    expect(await world.db.session.findMany()).toMatchObject([
      { userId: 'ada', revokedAt: null, expiresAt: new Date('2026-01-31T12:00:00Z') },
    ]);
  });

  it('says the same of a wrong password, an unknown e-mail and a suspended account', async () => {
    await world.user('eve', { passwordHash, status: 'SUSPENDED' });

    const answers = [
      await login('wrong-password-1'),
      await login(PASSWORD, 'nobody@example.test'),
      await login(PASSWORD, 'eve@example.test'),
    ];

    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(codeOf(answers[0])).toBe('INVALID_CREDENTIALS');
    expect(await world.db.session.count()).toBe(0);
  });

  it('takes as long for an unknown e-mail as for a wrong password', async () => {
    const timed = async (email: string) => {
      const started = performance.now();
      await login('wrong-password-1', email);
      return performance.now() - started;
    };
    await timed('warm@example.test');
    const [known, unknown]: [number[], number[]] = [[], []];
    // In turns: whatever else this machine does slows down both alike.
    for (let round = 0; round < 5; round++) {
      known.push(await timed(EMAIL));
      unknown.push(await timed('nobody@example.test'));
    }

    // Without the dummy hash an unknown e-mail is answered in a tenth of the time.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 4);
  });

  it('tries ten of thirty guesses sent as aliases of one request, and not even the right one after them', async () => {
    const guesses = Array.from(
      { length: 30 },
      (_, n) => `g${n}: login(input: { email: "${EMAIL}", password: "wrong-guess-${n}" }) { userErrors { code } }`,
    );

    const { data } = await world.ask(NOBODY, `mutation { ${guesses.join(' ')} }`);
    const codes = Object.values<Parameters<typeof codeOf>[0]>(data).map(codeOf);

    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10);
    expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(20);
    expect(codeOf(await login(PASSWORD))).toBe('TOO_MANY_ATTEMPTS');
  });

  it('tries ten of thirty guesses sent at the same moment', async () => {
    const codes = (await Promise.all(Array.from({ length: 30 }, (_, n) => login(`wrong-guess-${n}`)))).map(codeOf);

    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10);
    expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(20);
  });

  it('lets the account in again when the window has passed', async () => {
    for (let n = 0; n < 10; n++) await login('wrong-password-1');
    expect(codeOf(await login(PASSWORD))).toBe('TOO_MANY_ATTEMPTS');

    await world.db.$executeRaw`UPDATE "LoginAttempt" SET "windowEndsAt" = now() - interval '1 second'`;

    expect(codeOf(await login('wrong-password-1'))).toBe('INVALID_CREDENTIALS');
    expect(await world.db.loginAttempt.findMany()).toMatchObject([{ failures: 1 }]);
    expect(codeOf(await login(PASSWORD))).toBe('OK');
    expect(await world.db.loginAttempt.count()).toBe(0);
  });

  it('lets thirty of the same account in at the same moment', async () => {
    const codes = (await Promise.all(Array.from({ length: 30 }, () => login(PASSWORD)))).map(codeOf);

    expect(new Set(codes)).toEqual(new Set(['OK']));
    expect(await world.db.session.count()).toBe(30);
  });
});
