import { newId } from '@app/kernel/ids';
import type { Work } from '@app/kernel/work';
import type { OpenedSession } from '../credentials/credentials.ts';
import { newRefreshToken, refreshTokenHash } from '../credentials/tokens.ts';
import type { Tx } from '../db.ts';

const DAY_MS = 86_400_000;

/** Opens a session for somebody who has proven who they are, with its first refresh token. */
export async function openSession(
  { tx, now }: Work<Tx>,
  { userId, days }: { userId: string; days: number },
): Promise<OpenedSession> {
  const sessionId = newId('ses');
  const refreshToken = newRefreshToken();
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  await tx.session.create({ data: { id: sessionId, userId, createdAt: now, lastUsedAt: now, expiresAt } });
  await tx.refreshToken.create({
    data: { hash: refreshTokenHash(refreshToken), sessionId, issuedAt: now, expiresAt },
  });
  return { sessionId, refreshToken, businessIds: await businessIdsOf(tx, userId) };
}

/** The businesses a user may act for, as businesses has told so far. */
export async function businessIdsOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.userBusiness.findMany({ where: { userId }, orderBy: { businessId: 'asc' } });
  return rows.map(({ businessId }) => businessId);
}
