import type { SqlTx } from '@app/kernel/work';
import type { Role } from '../db.ts';

/** What a session may do right now. */
export interface SessionStanding {
  readonly userId: string;
  readonly name: string;
  readonly roles: Role[];
  readonly businessIds: string[];
}

/** One statement, because the gateway asks it for every live session every few seconds. Null once the session is no longer good. */
export async function sessionState(db: SqlTx, id: string): Promise<SessionStanding | null> {
  const [standing] = await db.$queryRaw<SessionStanding[]>`
    SELECT u."id" AS "userId", u."name", u."roles"::text[] AS "roles",
           ARRAY(SELECT b."businessId" FROM "UserBusiness" b WHERE b."userId" = u."id" ORDER BY 1) AS "businessIds"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."id" = ${id} AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND u."status" = 'ACTIVE'`;
  return standing ?? null;
}
