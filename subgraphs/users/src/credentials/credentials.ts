import type { Admission } from '../admission.ts';
import type { Db, UserRow } from '../db.ts';
import type { AccessTokens } from './tokens.ts';

/** What signing up, signing in and refreshing need. These span transactions: no connection is held while a password is hashed. */
export interface Credentials {
  readonly db: Db;
  readonly admission: Admission;
  readonly tokens: AccessTokens;
  readonly sessionDays: number;
  readonly clock: () => Date;
}

/** What a client keeps of its session. */
export interface SessionPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** Somebody who has just proven who they are. */
export interface SignedIn {
  readonly user: UserRow;
  readonly session: SessionPair;
}

/** A session as the database has it, with the one copy of its newest refresh token. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly businessIds: readonly string[];
}

/** The pair of tokens for a session. */
export function sessionPair(
  { tokens }: Credentials,
  user: Pick<UserRow, 'id' | 'name' | 'roles'>,
  { sessionId, refreshToken, businessIds }: OpenedSession,
): SessionPair {
  const signed = tokens.sign(user.id, { name: user.name, roles: user.roles, businessIds, sid: sessionId });
  return { ...signed, refreshToken };
}
