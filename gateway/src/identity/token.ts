import { ACCESS_TOKEN, type AccessClaims } from '@app/kernel/access-token';
import { type Claims, keyRing, TokenRefused, verifyToken } from '@app/kernel/tokens';
import { LRUCache } from 'lru-cache';

/** What a good access token says. */
export interface Signed extends AccessClaims {
  readonly userId: string;
  /** Seconds since 1970. */
  readonly exp: number;
}

const MAX_TOKENS = 20_000;

/** Verifies access tokens, each once as long as it lives. Throws TokenRefused. */
export function tokenReader(jwks: string): (token: string) => Signed {
  const keys = keyRing(jwks);
  const believed = new LRUCache<string, Signed>({ max: MAX_TOKENS });
  return (token) => {
    const known = believed.get(token);
    if (known && known.exp > Date.now() / 1000) return known;
    const signed = read(verifyToken(token, { ...ACCESS_TOKEN, keys }));
    believed.set(token, signed);
    return signed;
  };
}

function read({ sub, exp, name, roles, businessIds, sid }: Claims): Signed {
  if (typeof sid !== 'string' || !isTexts(roles) || !isTexts(businessIds ?? []))
    throw new TokenRefused('sid, roles and businessIds must be there');
  return {
    userId: sub,
    exp,
    name: typeof name === 'string' ? name : '',
    roles,
    businessIds: (businessIds ?? []) as string[],
    sid,
  };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((part) => typeof part === 'string');
