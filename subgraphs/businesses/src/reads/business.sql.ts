import { Prisma } from '../generated/prisma/client.ts';

/** A business row with its hours in one statement; the table is `b`. */
export const businessColumns = Prisma.sql`
  b."id", b."name", b."status"::text AS "status", b."paused", b."alwaysOpen", b."timezone", b."latitude", b."longitude",
  b."currency"::text AS "currency", b."taxBasisPoints", b."deliveryFeeMinor",
  COALESCE((SELECT json_agg(json_build_object('weekday', h."weekday", 'opensAt', h."opensAt", 'closesAt', h."closesAt"))
            FROM "OpeningHours" h WHERE h."businessId" = b."id"), '[]') AS "hours"`;

/** An item row; the tables are `i` and its business `b`. */
export const itemColumns = Prisma.sql`
  i."id", i."businessId", i."name", i."description", i."imageUrl", i."priceMinor", b."currency"::text AS "currency",
  i."visible", i."switchedOn", i."inStock", b."status"::text AS "businessStatus"`;
