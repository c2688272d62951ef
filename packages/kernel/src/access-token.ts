/** What makes a token one of our clients' access tokens: users signs them, the gateway believes them. */
export const ACCESS_TOKEN = {
  typ: 'at+jwt',
  iss: 'orders-supergraph',
  aud: 'orders-supergraph-clients',
  /** The longest life an access token may have. */
  maxSeconds: 3_600,
} as const;

/** What an access token says beside `sub`, the user's id. Roles and businesses are as of signing. */
export interface AccessClaims {
  readonly name: string;
  readonly roles: readonly string[];
  readonly businessIds: readonly string[];
  /** The session, which can be revoked before the token ends. */
  readonly sid: string;
}
