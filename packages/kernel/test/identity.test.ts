import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { openIdentity } from '../src/identity.ts';
import { TokenRefused } from '../src/tokens.ts';
import { anonymous, type Viewer } from '../src/viewer.ts';

const pairs = Object.fromEntries(
  ['gateway', 'orders', 'inventory'].map((name) => [name, generateKeyPairSync('ec', { namedCurve: 'P-256' })]),
);
const pem = (name: string) => String(pairs[name]?.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const publicPem = (name: string) => String(pairs[name]?.publicKey.export({ type: 'spki', format: 'pem' }));
const jwks = JSON.stringify({
  keys: Object.entries(pairs).map(([name, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid: `${name}-1`,
  })),
});
const open = (name: string) => openIdentity(name, pem(name), jwks);
const inventory = open('inventory');

const ADA: Viewer = {
  kind: 'user',
  id: 'usr_ada',
  name: 'Ada',
  roles: ['CUSTOMER'],
  businessIds: ['biz_1'],
  sessionId: 'ses_1',
  caller: 'client',
};

const good = { kind: 'user', id: 'usr_ada', name: 'Ada', roles: [], businessIds: [], sid: null };
const header = { alg: 'ES256', typ: 'svc+jwt', kid: 'gateway-1' } as const;

/** A token by hand, good but for what `change` breaks. */
const forge = (change: { header?: object; options?: jwt.SignOptions; key?: string; claims?: object } = {}) =>
  jwt.sign({ ...good, ...change.claims }, change.key ?? pem('gateway'), {
    algorithm: 'ES256',
    issuer: 'gateway',
    audience: 'inventory',
    subject: 'usr_ada',
    expiresIn: 30,
    ...change.options,
    header: { ...header, ...change.header },
  });

describe('a service token', () => {
  it('carries the viewer to exactly the service it was made for', () => {
    const token = open('gateway').mint('inventory', ADA);
    expect(inventory.verify(token)).toEqual({ ...ADA, caller: 'gateway' });
    expect(() => open('orders').verify(token)).toThrow(TokenRefused);
  });

  it('says who called, also for nobody in particular', () => {
    expect(inventory.verify(open('orders').mint('inventory', anonymous('client')))).toEqual(anonymous('orders'));
  });

  it('is used again while it is fresh', () => {
    const gateway = open('gateway');
    expect(gateway.mint('inventory', ADA)).toBe(gateway.mint('inventory', ADA));
    expect(gateway.mint('inventory', { ...ADA, roles: ['ADMIN'] })).not.toBe(gateway.mint('inventory', ADA));
  });

  it('made by hand is believed when nothing is wrong with it (so that the refusals below mean something)', () => {
    expect(inventory.verify(forge()).id).toBe('usr_ada');
  });

  it.each([
    ['missing', undefined],
    ['garbage', 'a.b.c'],
    [
      'unsigned',
      `${Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url')}.${forge().split('.')[1]}.`,
    ],
    ['signed by another service than its issuer', forge({ key: pem('orders'), header: { kid: 'orders-1' } })],
    ['signed with another key than its kid', forge({ key: pem('orders') })],
    ['of an unknown kid', forge({ header: { kid: 'nobody-1' } })],
    ['of another kind', forge({ header: { typ: 'at+jwt' } })],
    ['with a key address in its header', forge({ header: { jku: 'https://evil.test/jwks' } })],
    ['for another audience', forge({ options: { audience: 'orders' } })],
    ['for several audiences', forge({ options: { audience: ['inventory', 'orders'] } })],
    ['living for an hour', forge({ options: { expiresIn: 3600 } })],
    ['expired', forge({ options: { expiresIn: -60 } })],
    ['issued in the future', forge({ claims: { iat: Math.floor(Date.now() / 1000) + 3600 } })],
  ])('is refused when %s', (_what, token) => {
    expect(() => inventory.verify(token)).toThrow(TokenRefused);
  });

  it('is refused when HS256 is signed with the public key', () => {
    const payload = forge().split('.')[1];
    const head = Buffer.from(JSON.stringify({ ...header, alg: 'HS256' })).toString('base64url');
    const mac = jwt.sign('x', publicPem('gateway').replaceAll('-', ''), { algorithm: 'HS256' }).split('.')[2];
    expect(() => inventory.verify(`${head}.${payload}.${mac}`)).toThrow(TokenRefused);
  });

  it('is refused without an end', () => {
    const { expiresIn: _, ...endless } = { issuer: 'gateway', audience: 'inventory', subject: 'x', expiresIn: 30 };
    const token = jwt.sign(good, pem('gateway'), { ...endless, algorithm: 'ES256', header });
    expect(() => inventory.verify(token)).toThrow(TokenRefused);
  });
});
