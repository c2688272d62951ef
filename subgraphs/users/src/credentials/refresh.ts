import { ok, type Result } from '@app/kernel/result';
import { anonymous } from '@app/kernel/viewer';
import { transact } from '@app/kernel/work';
import { type Rotated, rotateRefreshToken } from '../commands/rotate-refresh-token.ts';
import type { Tx } from '../db.ts';
import { type Credentials, type SessionPair, sessionPair } from './credentials.ts';

/** Trades a refresh token for the session's next pair. */
export async function refresh(
  credentials: Credentials,
  { refreshToken }: { refreshToken: string },
): Promise<Result<SessionPair, 'INVALID_REFRESH_TOKEN'>> {
  const { db, clock } = credentials;
  // `run` would roll back the end of a session whose token was replayed, because that answer is a no.
  const rotated = await transact<Tx, Result<Rotated, 'INVALID_REFRESH_TOKEN'>>(
    { db, viewer: anonymous('users'), clock },
    (work) => rotateRefreshToken(work, refreshToken),
  );
  if (!rotated.ok) return rotated;
  return ok(sessionPair(credentials, rotated.value.user, rotated.value.opened));
}
