import { createHmac } from 'node:crypto';
import { claims, forge, pair, sign } from './world/keys.ts';
import { startWorld, type World } from './world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.memory.asked.length = 0;
});

const ME = '{ me { id name roles } }';

it('knows nobody without a token', async () => {
  const { status, data, codes } = await world.ask(ME);
  expect({ status, data, codes }).toEqual({ status: 200, data: { me: null }, codes: [] });
});

it('hands the viewer of a good token to the subgraph, as the session stands now', async () => {
  const token = world.signIn({ id: 'bea', roles: ['CUSTOMER', 'BUSINESS'] });
  const { data } = await world.ask(ME, { token });
  expect(data).toEqual({ me: { id: 'usr_bea', name: 'bea', roles: ['CUSTOMER', 'BUSINESS'] } });
  expect(world.memory.asked.at(-1)).toMatchObject({
    subgraph: 'users',
    viewer: { kind: 'user', id: 'usr_bea', sessionId: 'ses_bea', caller: 'gateway' },
  });
});

const now = () => Math.floor(Date.now() / 1000);
const header = () => ({ typ: 'at+jwt', kid: 'tok-1' });
const bad: [what: string, token: () => string][] = [
  ['signed by nobody (alg none)', () => forge({ ...header(), alg: 'none' }, claims())],
  [
    'signed with the public key as an HMAC secret',
    () => {
      const unsigned = forge({ ...header(), alg: 'HS256' }, claims()).slice(0, -1);
      const pem = world.signing.publicKey.export({ type: 'spki', format: 'pem' });
      return `${unsigned}.${createHmac('sha256', pem).update(unsigned).digest('base64url')}`;
    },
  ],
  ['signed with a foreign key under our kid', () => sign(pair('tok-1'), claims())],
  [
    'with its claims changed',
    () => {
      const [head, , signature] = world.token().split('.');
      return [head, Buffer.from(JSON.stringify(claims({ roles: ['ADMIN'] }))).toString('base64url'), signature].join(
        '.',
      );
    },
  ],
  ['expired', () => world.token({ iat: now() - 1_000, exp: now() - 100 })],
  ['without an end', () => world.token({ exp: undefined })],
  ['that lives too long', () => world.token({ exp: now() + 100_000 })],
  ['from the future', () => world.token({ iat: now() + 600, exp: now() + 900 })],
  ['for somebody else (aud)', () => world.token({ aud: 'another' })],
  ['for several (aud)', () => world.token({ aud: ['orders-supergraph-clients', 'another'] })],
  ['from somebody else (iss)', () => world.token({ iss: 'another' })],
  ['of another kind (typ)', () => sign(world.signing, claims(), { typ: 'svc+jwt' })],
  ['of no kind', () => sign(world.signing, claims(), { typ: 'JWT' })],
  ['with an unknown kid', () => sign(world.signing, claims(), { kid: 'tok-2' })],
  ['with a foreign key set (jku)', () => sign(world.signing, claims(), { jku: 'https://evil.test/jwks.json' })],
  ['with its own key (jwk)', () => sign(world.signing, claims(), { jwk: {} })],
  ['without a session', () => world.token({ sid: undefined })],
  ['with roles that are no list', () => world.token({ roles: 'ADMIN' })],
  ['that is no token', () => 'nonsense'],
];

it.each(bad)('refuses the whole request for a token %s', async (_what, token) => {
  world.signIn();
  const { status, data, codes, errors } = await world.ask(ME, { token: token() });
  expect({ status, data, codes }).toEqual({ status: 401, data: undefined, codes: ['UNAUTHENTICATED'] });
  expect(errors[0]?.message).toBe('The access token is not good (any more). Sign in or refresh the session.');
  expect(world.memory.asked).toEqual([]);
  expect(world.logged.at(-1)).toContain('"security":"token-refused"');
});

it.each([['Basic YTpi'], ['Bearer'], ['Bearer a b'], [`Bearer ${'x'.repeat(9_000)}`]])(
  'refuses an authorization header that is no bearer token: %.20s',
  async (authorization) => {
    const { status, codes } = await world.ask(ME, { headers: { authorization } });
    expect({ status, codes }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
  },
);

it('refuses a session that has ended, or is of another user', async () => {
  const unknown = await world.ask(ME, { token: world.token({ sid: 'ses_never' }) });
  world.signIn({ id: 'cid' });
  const stolen = await world.ask(ME, { token: world.token({ sub: 'usr_ada', sid: 'ses_cid' }) });
  expect([unknown.codes, stolen.codes]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
});

it('asks about a session once for all requests of five seconds, and believes the answer over the token', async () => {
  const token = world.signIn({ id: 'dan', roles: ['CUSTOMER'] });
  world.memory.sessions.set('ses_dan', { userId: 'usr_dan', name: 'Dan', roles: ['COURIER'], businessIds: [] });
  const answers = await Promise.all(Array.from({ length: 5 }, () => world.ask(ME, { token })));
  const dan = { me: { id: 'usr_dan', name: 'Dan', roles: ['COURIER'] } };
  expect(answers.map(({ data }) => data)).toEqual([dan, dan, dan, dan, dan]);
  expect(world.memory.asked.filter(({ query }) => query.includes('sessionState'))).toHaveLength(1);
});

it('notices within five seconds that a session was ended', async () => {
  const token = world.signIn({ id: 'eve' });
  expect((await world.ask(ME, { token })).codes).toEqual([]);
  world.memory.sessions.delete('ses_eve');
  await new Promise((resolve) => setTimeout(resolve, 5_100));
  expect((await world.ask(ME, { token })).codes).toEqual(['UNAUTHENTICATED']);
});

it("believes good tokens as they are while users can't be asked, and says so in the log, once", async () => {
  world.memory.down.add('users');
  for (const name of ['fay', 'gil']) {
    const token = world.token({ sub: `usr_${name}`, sid: `ses_${name}`, roles: ['ADMIN'] });
    const { data, codes } = await world.ask('{ secret }', { token });
    expect({ data, codes }).toEqual({ data: { secret: `usr_${name}` }, codes: [] });
  }
  world.memory.down.delete('users');
  expect(world.logged.filter((line) => line.includes('tokens are believed as they are'))).toHaveLength(1);
});

it('never passes a client’s own headers on, and answers with the correlation id', async () => {
  const token = world.signIn();
  const sane = await world.ask('{ mine }', { token, headers: { 'x-correlation-id': 'req-42', 'x-viewer': 'admin' } });
  expect(sane.headers.get('x-correlation-id')).toBe('req-42');
  expect(world.memory.asked.at(-1)).toMatchObject({ correlationId: 'req-42', viewer: { id: 'usr_ada' } });
  const odd = await world.ask('{ mine }', { token, headers: { 'x-correlation-id': 'a b{"c"}' } });
  expect(odd.headers.get('x-correlation-id')).toMatch(/^req_/);
});
