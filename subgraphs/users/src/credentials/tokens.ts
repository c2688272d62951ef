import { createHash, randomBytes } from 'node:crypto';
import { ACCESS_TOKEN, type AccessClaims } from '@app/kernel/access-token';
import { type SigningKey, signToken } from '@app/kernel/tokens';

/** The name of this domain's signing key in the gateway's `TOKEN_JWKS`. */
export const TOKEN_KID = 'user-1';

/** Makes access tokens. */
export interface AccessTokens {
  sign(userId: string, claims: AccessClaims): { accessToken: string; expiresAt: Date };
}

/** Access tokens signed with this key, each good for `seconds`. */
export const accessTokens = (key: SigningKey, seconds: number): AccessTokens => ({
  sign(userId, claims) {
    const { typ, iss, aud } = ACCESS_TOKEN;
    // A JWT counts whole seconds, downwards: the promise to the client must not be longer.
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + seconds) * 1000);
    return { accessToken: signToken(key, { typ, iss, aud, sub: userId, seconds, claims }), expiresAt };
  },
});

/** A refresh token: 256 random bits. */
export const newRefreshToken = (): string => `rt_${randomBytes(32).toString('base64url')}`;

/** What is kept of a refresh token. It is random and long, so a fast hash is enough. */
export const refreshTokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');
