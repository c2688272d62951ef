import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

/** Public keys by `kid`, read once at start. */
export type KeyRing = ReadonlyMap<string, KeyObject>;

/** A private key and the name under which its public half is known. */
export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** The claims every token of ours carries. */
export interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
  readonly [claim: string]: unknown;
}

/** Why a token is not accepted. The message is for our log; a client only learns UNAUTHENTICATED. */
export class TokenRefused extends Error {
  override name = 'TokenRefused';
}

/** Reads a JWKS document (`{"keys": [...]}`) into a ring. Throws when a key is not a public ES256 key with a `kid`. */
export function keyRing(jwks: string): KeyRing {
  const { keys } = JSON.parse(jwks) as { keys: (JsonWebKey & { kid?: string })[] };
  return new Map(
    keys.map(({ kid, ...jwk }) => {
      if (!kid || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || jwk.d)
        throw new Error('JWKS: every key must be a public ES256 key with a kid.');
      return [kid, createPublicKey({ key: jwk, format: 'jwk' })];
    }),
  );
}

/** The service a key belongs to: its `kid` is `<service>-<n>`. */
export const serviceOfKid = (kid: string): string => kid.replace(/-\d+$/, '');

/** Reads a PKCS8 PEM, whose newlines may be written as `\n`. */
export const signingKey = (kid: string, pem: string): SigningKey => ({
  kid,
  key: createPrivateKey(pem.replaceAll('\\n', '\n')),
});

/** Signs a token of type `typ` that lives `seconds`. */
export function signToken(
  { kid, key }: SigningKey,
  token: { typ: string; iss: string; aud: string; sub: string; seconds: number; claims?: object },
): string {
  return jwt.sign({ ...token.claims }, key, {
    algorithm: 'ES256',
    header: { alg: 'ES256', typ: token.typ, kid },
    issuer: token.iss,
    audience: token.aud,
    subject: token.sub,
    expiresIn: token.seconds,
  });
}

/** Headers that make a verifier fetch or trust foreign keys. */
const FORBIDDEN_HEADERS = ['crit', 'jku', 'jwk', 'x5u', 'x5c'];
const CLOCK_SKEW_SECONDS = 5;

/**
 * The one place where a token is believed. jsonwebtoken by itself accepts a token without `exp`, with an empty audience
 * or an unknown `crit`; so everything it leaves open is checked here.
 */
export function verifyToken(
  token: string,
  expected: { keys: KeyRing; typ: string; iss: string | readonly string[]; aud: string; maxSeconds: number },
): Claims {
  const header = jwt.decode(token, { complete: true })?.header as Record<string, unknown> | undefined;
  if (!header) throw new TokenRefused('not a JWT');
  if (header.alg !== 'ES256' || header.typ !== expected.typ)
    throw new TokenRefused(`alg or typ is not ES256 ${expected.typ}`);
  if (FORBIDDEN_HEADERS.some((name) => name in header)) throw new TokenRefused('forbidden header');
  const key = expected.keys.get(String(header.kid));
  if (!key) throw new TokenRefused('unknown kid');
  let claims: jwt.JwtPayload | string;
  try {
    claims = jwt.verify(token, key, {
      algorithms: ['ES256'],
      audience: expected.aud,
      issuer: typeof expected.iss === 'string' ? expected.iss : ([...expected.iss] as [string, ...string[]]),
      clockTolerance: CLOCK_SKEW_SECONDS,
    });
  } catch (error) {
    throw new TokenRefused(error instanceof Error ? error.message : 'unverifiable');
  }
  return complete(claims, expected);
}

function complete(claims: jwt.JwtPayload | string, { aud, maxSeconds }: { aud: string; maxSeconds: number }): Claims {
  if (typeof claims === 'string') throw new TokenRefused('payload is not an object');
  const { iss, sub, iat, exp } = claims;
  if (!iss || !sub || !iat || !exp || claims.aud !== aud)
    throw new TokenRefused('iss, aud, sub, iat and exp must be there');
  const now = Date.now() / 1000;
  if (iat > now + CLOCK_SKEW_SECONDS) throw new TokenRefused('issued in the future');
  if (exp - iat > maxSeconds) throw new TokenRefused('lives longer than its kind may');
  return claims as Claims;
}
