import { connectionOf, decodeCursor, pageSize } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import type { BusinessRow, Db } from '../db.ts';
import { chordOf, metersOf } from '../domain/distance.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { businessColumns } from './business.sql.ts';

/** The largest circle that is searched. */
export const RADIUS_MAX = 50_000;
const RADIUS_DEFAULT = 5_000;

/** What a client asks for. */
export interface NearbyQuestion {
  readonly near: { readonly latitude: number; readonly longitude: number };
  readonly radiusMeters?: number | null | undefined;
  readonly openOnly?: boolean | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A business and the straight line to it in metres. */
export type NearbyRow = BusinessRow & { readonly chord: number };

/** One page, nearest first. */
export type NearbyPage = Awaited<ReturnType<typeof nearby>>;

/**
 * Active businesses around a point, nearest first (B4). The index walks outwards from the point, so a page costs what it
 * shows and not what the circle holds; nothing outside of the circle's box is looked at.
 */
export async function nearby(db: Db, question: NearbyQuestion, now: Date) {
  const { near, after } = question;
  const circle = circleOf(question);
  const size = pageSize(question.first);
  const distance = distanceTo(near);
  // The nearest ones in the box may lie in its corners; those come last, so the circle can be cut out afterwards.
  const rows = await db.$queryRaw<NearbyRow[]>`
    SELECT * FROM (
      SELECT ${businessColumns}, ${distance} AS "chord"
      FROM "Business" b
      WHERE ${inBox(circle, now)} AND ${beyond(after, distance)}
      ORDER BY ${distance}, b."id"
      LIMIT ${size + 1}) nearest
    WHERE "chord" <= ${circle.chord}::float8
    ORDER BY "chord", "id"`;
  return {
    ...connectionOf(rows, {
      size,
      after,
      key: ({ chord, id }) => [chord, id],
      edge: ({ chord }) => ({ distanceMeters: Math.round(metersOf(chord)) }),
    }),
    /** Counted only for those who ask. */
    totalCount: async (): Promise<number> => {
      const [counted] = await db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS "count" FROM "Business" b
        WHERE ${inBox(circle, now)} AND ${distance} <= ${circle.chord}::float8`;
      return counted?.count ?? 0;
    },
  };
}

interface Circle {
  readonly near: NearbyQuestion['near'];
  readonly chord: number;
  readonly openOnly: boolean;
}

function circleOf({ near, radiusMeters, openOnly }: NearbyQuestion): Circle {
  const radius = radiusMeters ?? RADIUS_DEFAULT;
  if (radius < 1 || radius > RADIUS_MAX)
    throw publicError('BAD_USER_INPUT', `"radiusMeters" must be from 1 to ${RADIUS_MAX}.`);
  if (Math.abs(near.latitude) > 90 || Math.abs(near.longitude) > 180)
    throw publicError('BAD_USER_INPUT', '"near" must be a latitude of -90 to 90 and a longitude of -180 to 180.');
  return { near, chord: chordOf(radius), openOnly: openOnly ?? true };
}

const position = Prisma.sql`"surface_point"(b."latitude", b."longitude")`;

const pointAt = ({ latitude, longitude }: NearbyQuestion['near']) =>
  Prisma.sql`"surface_point"(${latitude}::float8, ${longitude}::float8)`;

const distanceTo = (near: NearbyQuestion['near']) => Prisma.sql`${position} <-> ${pointAt(near)}`;

/**
 * The businesses of the box around the circle, by the index. For a point `&&` is the same as `<@`, but the planner guesses
 * that `<@` leaves a thousandth; with a stricter WHERE it would rather fetch and sort the box than walk it nearest first.
 */
const inBox = ({ near, chord, openOnly }: Circle, now: Date) => Prisma.sql`
  b."status" = 'ACTIVE'
  AND ${position} && cube_enlarge(${pointAt(near)}, ${chord}::float8, 3)
  AND ${openOnly ? openAt(now) : Prisma.sql`TRUE`}`;

/** The same as `isOpen` in domain/opening.ts, for filtering before the page is cut. */
const openAt = (now: Date) => Prisma.sql`
  NOT b."paused" AND (b."alwaysOpen" OR EXISTS (
    SELECT 1 FROM "OpeningHours" h,
      LATERAL (SELECT ${now.toISOString()}::timestamptz AT TIME ZONE b."timezone" AS "local") clock,
      LATERAL (SELECT ((extract(isodow FROM "local") - h."weekday") * 1440
                       + extract(hour FROM "local") * 60 + extract(minute FROM "local"))::int AS "minute") since
    WHERE h."businessId" = b."id"
      AND ("minute" >= h."opensAt" AND "minute" < h."closesAt"
           OR "minute" + 10080 >= h."opensAt" AND "minute" + 10080 < h."closesAt")))`;

function beyond(after: string | null | undefined, distance: Prisma.Sql): Prisma.Sql {
  if (!after) return Prisma.sql`TRUE`;
  const [chord, id] = decodeCursor(after, ['number', 'string']);
  return Prisma.sql`(${distance} > ${chord}::float8 OR (${distance} = ${chord}::float8 AND b."id" > ${id}))`;
}
