import { ok } from '@app/kernel/result';
import type { UserCommand, UserWork } from '../context.ts';

/** Ends a session, whoever is in it. Causes `session.revoked` the first time; later times change nothing. */
export async function revokeSession(
  { tx, now, emit }: UserWork,
  { sessionId, reason }: { sessionId: string; reason: 'LOGGED_OUT' | 'REFRESH_REPLAYED' },
): Promise<void> {
  const [revoked] = await tx.session.updateManyAndReturn({
    where: { id: sessionId, revokedAt: null },
    data: { revokedAt: now, revokeReason: reason },
  });
  if (revoked) emit('session.revoked', sessionId, { sessionId, userId: revoked.userId });
}

/** Ends the session that the viewer is in. */
export const logOut: UserCommand<void, null, never> = async (work) => {
  const { sessionId } = work.viewer;
  if (sessionId) await revokeSession(work, { sessionId, reason: 'LOGGED_OUT' });
  return ok(null);
};
