import type { Dispatch } from '../context.ts';
import type { CourierRow, Tx } from '../db.ts';
import { type Box, boxesAround, metersBetween, type Place } from '../domain/geo.ts';
import type { Candidate } from '../domain/scoring.ts';

const MOST = 500;

/** Where to look, and whom not to ask. */
export interface FindCouriers {
  readonly pickup: Place;
  readonly radius: number;
  readonly without: readonly string[];
  /** Who has declined the job, and does not count as somebody found while there may be others. */
  readonly declined: readonly string[];
  readonly now: Date;
}

/** Couriers who are online near a pickup and have a free hand: from Redis if it knows, from PostgreSQL if not. */
export async function findCouriers(tx: Tx, dispatch: Dispatch, wanted: FindCouriers): Promise<Candidate[]> {
  const near = await nearByRedis(tx, dispatch, wanted);
  const found = near ? await freeOf(tx, dispatch, { ...wanted, near }) : [];
  // With nobody found, PostgreSQL is asked as well: a position that Redis lost must not leave a job without its courier.
  const somebody = found.some(({ id }) => !wanted.declined.includes(id));
  return somebody ? found : nearByPostgres(tx, dispatch, wanted);
}

async function nearByRedis(tx: Tx, { positions }: Dispatch, { pickup, radius }: FindCouriers) {
  const near = await positions.near(pickup, radius);
  if (near) return near;
  await refill(tx, { positions });
  return positions.near(pickup, radius);
}

/** Brings the geo set back from the durable positions after Redis has lost it. */
export async function refill(tx: Tx, { positions }: Pick<Dispatch, 'positions'>): Promise<void> {
  const online = await tx.courier.findMany({
    where: { online: true, lastLatitude: { not: null } },
    select: { id: true, lastLatitude: true, lastLongitude: true, lastSeenAt: true },
  });
  await positions.fill(
    online.map(({ id, lastLatitude, lastLongitude, lastSeenAt }) => ({
      id,
      seen: { latitude: lastLatitude ?? 0, longitude: lastLongitude ?? 0, at: lastSeenAt ?? new Date(0) },
    })),
  );
}

type Free = Pick<CourierRow, 'id' | 'online' | 'activeJobs' | 'openOffers' | 'lastSeenAt'>;

async function freeOf(
  tx: Tx,
  { settings, positions }: Dispatch,
  { near, without, now }: FindCouriers & { near: readonly { id: string; meters: number }[] },
): Promise<Candidate[]> {
  const meters = new Map(near.map((courier) => [courier.id, courier.meters]));
  for (const id of without) meters.delete(id);
  const rows = await tx.courier.findMany({
    where: { id: { in: [...meters.keys()] } },
    select: { id: true, online: true, activeJobs: true, openOffers: true, lastSeenAt: true },
  });
  // Redis still shows somebody whose going offline it missed.
  await positions.remove(rows.filter(({ online }) => !online).map(({ id }) => id));
  return rows
    .filter((row) => row.online && row.activeJobs + row.openOffers < settings.courierCapacity)
    .map((row) => candidate(row, meters.get(row.id) ?? 0, now));
}

async function nearByPostgres(tx: Tx, { settings }: Dispatch, wanted: FindCouriers): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const box of boxesAround(wanted.pickup, wanted.radius)) {
    for (const row of await onlineIn(tx, box, { ...wanted, capacity: settings.courierCapacity })) {
      const place = { latitude: row.lastLatitude ?? 0, longitude: row.lastLongitude ?? 0 };
      const meters = metersBetween(wanted.pickup, place);
      if (meters <= wanted.radius) found.push(candidate(row, meters, wanted.now));
    }
  }
  return found;
}

const onlineIn = (
  tx: Tx,
  { west, south, east, north }: Box,
  { pickup, without, capacity }: FindCouriers & { capacity: number },
): Promise<CourierRow[]> =>
  tx.$queryRaw<CourierRow[]>`
    SELECT * FROM "Courier"
    WHERE "online" AND point("lastLongitude", "lastLatitude") <@ box(point(${west}, ${south}), point(${east}, ${north}))
      AND "activeJobs" + "openOffers" < ${capacity} AND NOT "id" = ANY(${[...without]})
    ORDER BY point("lastLongitude", "lastLatitude") <-> point(${pickup.longitude}, ${pickup.latitude})
    LIMIT ${MOST}`;

const candidate = ({ id, activeJobs, openOffers, lastSeenAt }: Free, meters: number, now: Date): Candidate => ({
  id,
  meters,
  load: activeJobs + openOffers,
  silentSeconds: lastSeenAt ? Math.max(0, (now.getTime() - lastSeenAt.getTime()) / 1000) : Number.MAX_SAFE_INTEGER,
});
