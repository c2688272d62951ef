import { publicError } from '@app/kernel/errors';
import type { SqlTx } from '@app/kernel/work';
import type { Role } from '../db.ts';

/** What a session may do right now. */
export interface SessionStanding {
  readonly userId: string;
  readonly name: string;
  readonly roles: Role[];
  readonly businessIds: string[];
}

const MOST = 500;

/**
 * One statement for all of them, because the gateway asks about every live session every few seconds. In their order; null
 * for one that is no longer good. Throws BAD_USER_INPUT for more than 500.
 */
export async function sessionStates(db: SqlTx, ids: readonly string[]): Promise<(SessionStanding | null)[]> {
  if (ids.length > MOST) throw publicError('BAD_USER_INPUT', `At most ${MOST} sessions at a time.`);
  const standings = await db.$queryRaw<(SessionStanding & { id: string })[]>`
    SELECT s."id", u."id" AS "userId", u."name", u."roles"::text[] AS "roles",
           ARRAY(SELECT b."businessId" FROM "UserBusiness" b WHERE b."userId" = u."id" ORDER BY 1) AS "businessIds"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."id" = ANY(${ids}) AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND u."status" = 'ACTIVE'`;
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  return ids.map((id) => byId.get(id) ?? null);
}
