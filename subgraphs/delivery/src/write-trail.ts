import type { Db, Tx } from './db.ts';
import type { TrailPoint } from './domain/trail.ts';

/** The durable last place of couriers, unless a newer one is there. Locks in the order of ids, as everywhere. */
export const writeCouriers = (
  tx: Tx,
  seen: readonly (readonly [string, TrailPoint])[],
): Promise<number> => tx.$executeRaw`
  WITH seen AS (
    SELECT * FROM unnest(
      ${seen.map(([id]) => id)}::text[], ${seen.map(([, { latitude }]) => latitude)}::float8[],
      ${seen.map(([, { longitude }]) => longitude)}::float8[], ${seen.map(([, { at }]) => at)}::timestamptz[]
    ) AS seen ("id", "latitude", "longitude", "at")
  ), locked AS (
    SELECT courier."id" FROM "Courier" courier JOIN seen USING ("id")
    WHERE courier."lastSeenAt" IS NULL OR courier."lastSeenAt" < seen."at"
    ORDER BY courier."id" FOR NO KEY UPDATE OF courier
  )
  UPDATE "Courier" SET "lastLatitude" = seen."latitude", "lastLongitude" = seen."longitude", "lastSeenAt" = seen."at"
  FROM seen JOIN locked USING ("id")
  WHERE "Courier"."id" = seen."id" AND ("Courier"."lastSeenAt" IS NULL OR "Courier"."lastSeenAt" < seen."at")`;

/** Where couriers have been. A point that is there already, or of a courier who is not, is left out. */
export const writeTrail = (
  tx: Tx,
  points: readonly { readonly courierId: string; readonly point: TrailPoint }[],
): Promise<number> => tx.$executeRaw`
  INSERT INTO "CourierTrail" ("courierId", "at", "latitude", "longitude")
  SELECT point.* FROM unnest(
    ${points.map(({ courierId }) => courierId)}::text[], ${points.map(({ point }) => point.at)}::timestamptz[],
    ${points.map(({ point }) => point.latitude)}::float8[], ${points.map(({ point }) => point.longitude)}::float8[]
  ) AS point ("courierId", "at", "latitude", "longitude")
  JOIN "Courier" ON "Courier"."id" = point."courierId"
  ON CONFLICT DO NOTHING`;

/** Forgets where couriers were more than so many days ago. */
export const deleteOldTrail = (db: Db, keepDays: number): Promise<number> =>
  db.$executeRaw`DELETE FROM "CourierTrail" WHERE "at" < now() - make_interval(days => ${keepDays})`;
