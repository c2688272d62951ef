import { ok, type Result, refuse } from '@app/kernel/result';
import type { UserWork } from '../context.ts';
import type { OpenedSession } from '../credentials/credentials.ts';
import { newRefreshToken, refreshTokenHash } from '../credentials/tokens.ts';
import type { RefreshTokenRow, UserRow } from '../db.ts';
import { businessIdsOf } from './open-session.ts';
import { revokeSession } from './revoke-session.ts';

/** Two tabs that refresh at the same moment send the same token twice; within this time that is no theft. */
export const CONCURRENT_REFRESH_MS = 10_000;

/** A session that goes on. */
export interface Rotated {
  readonly user: UserRow;
  readonly opened: OpenedSession;
}

/**
 * Trades a refresh token for the next one of its session. A token that was used before is refused; unless two refreshes
 * met by chance, its whole session ends as well. This no does write, so it runs in `transact`, not in `run`.
 */
export async function rotateRefreshToken(
  work: UserWork,
  token: string,
): Promise<Result<Rotated, 'INVALID_REFRESH_TOKEN'>> {
  const { tx, now } = work;
  const hash = refreshTokenHash(token);
  // One statement takes the token: of two at the same moment the second finds it used.
  const [taken] = await tx.refreshToken.updateManyAndReturn({
    where: { hash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (!taken) {
    await answerReplay(work, hash);
    return invalid();
  }
  const session = await tx.session.findUnique({ where: { id: taken.sessionId }, include: { user: true } });
  if (!session || session.revokedAt || session.expiresAt <= now || session.user.status !== 'ACTIVE') return invalid();
  return ok({ user: session.user, opened: await carryOn(work, session) });
}

const invalid = () =>
  refuse('INVALID_REFRESH_TOKEN', 'This refresh token is no longer good. Sign in again.', ['input', 'refreshToken']);

async function carryOn(
  { tx, now }: UserWork,
  { id, userId, expiresAt }: { id: string; userId: string; expiresAt: Date },
): Promise<OpenedSession> {
  const refreshToken = newRefreshToken();
  await tx.refreshToken.create({
    data: { hash: refreshTokenHash(refreshToken), sessionId: id, issuedAt: now, expiresAt },
  });
  await tx.session.update({ where: { id }, data: { lastUsedAt: now } });
  return { sessionId: id, refreshToken, businessIds: await businessIdsOf(tx, userId) };
}

async function answerReplay(work: UserWork, hash: string): Promise<void> {
  const known = await work.tx.refreshToken.findUnique({ where: { hash } });
  if (!known?.usedAt || (await metByChance(work, known, known.usedAt))) return;
  await revokeSession(work, { sessionId: known.sessionId, reason: 'REFRESH_REPLAYED' });
}

/** Used moments ago, and nobody has gone on with what it was traded for: two tabs, or an answer lost on its way. */
async function metByChance(
  { tx, now }: UserWork,
  { sessionId, hash }: RefreshTokenRow,
  usedAt: Date,
): Promise<boolean> {
  if (now.getTime() - usedAt.getTime() > CONCURRENT_REFRESH_MS) return false;
  const successors = { sessionId, issuedAt: { gte: usedAt }, hash: { not: hash } };
  return (await tx.refreshToken.count({ where: { ...successors, usedAt: { not: null } } })) === 0;
}
