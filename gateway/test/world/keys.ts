import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ACCESS_TOKEN } from '@app/kernel/access-token';
import jwt from 'jsonwebtoken';

/** A key pair under a name. */
export interface Pair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly pem: string;
}

/** A fresh ES256 pair. */
export function pair(kid: string): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { kid, privateKey, publicKey, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** The public halves as a JWKS document. */
export const jwksOf = (...pairs: Pair[]): string =>
  JSON.stringify({
    keys: pairs.map(({ kid, publicKey }) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      alg: 'ES256',
      use: 'sig',
    })),
  });

const now = () => Math.floor(Date.now() / 1000);

/** The claims of a good access token, some of them changed, or left out where given as undefined. */
export const claims = (over: object = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...good(), ...over }).filter(([, value]) => value !== undefined));

const good = () => ({
  iss: ACCESS_TOKEN.iss,
  aud: ACCESS_TOKEN.aud,
  sub: 'usr_ada',
  sid: 'ses_ada',
  name: 'Ada',
  roles: ['CUSTOMER'],
  businessIds: [],
  iat: now(),
  exp: now() + 900,
});

/** Signs whatever it is given, good or bad. */
export const sign = (key: Pair, payload: object, header: object = {}): string =>
  jwt.sign(payload, key.privateKey, {
    algorithm: 'ES256',
    header: { alg: 'ES256', typ: ACCESS_TOKEN.typ, kid: key.kid, ...header },
  });

/** Puts a token together by hand, for what no library signs. */
export const forge = (header: object, payload: object, signature = ''): string =>
  [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(signature)
    .join('.');
