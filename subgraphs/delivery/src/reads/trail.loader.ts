import { hasRole, type Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, DeliveryRow } from '../db.ts';
import { mayRead } from '../domain/access.ts';
import { isInHand } from '../domain/delivery.lifecycle.ts';
import type { TrailPoint } from '../domain/trail.ts';

/** Points of one job's trail: the newest, if there are more. */
const MOST_POINTS = 500;

/** Where jobs have been since they were picked up, one query a tick. */
export function trailLoader(db: Db, viewer: Viewer) {
  const points = new DataLoader<DeliveryRow, TrailPoint[]>(async (jobs) => {
    const found = await db.$queryRaw<(TrailPoint & { id: string })[]>`
      SELECT job."id", point."at", point."latitude", point."longitude"
      FROM unnest(
        ${jobs.map(({ id }) => id)}::text[], ${jobs.map(({ courierId }) => courierId)}::text[],
        ${jobs.map(({ pickedUpAt }) => pickedUpAt)}::timestamptz[], ${jobs.map(({ settledAt }) => settledAt)}::timestamptz[]
      ) AS job ("id", "courierId", "from", "to")
      CROSS JOIN LATERAL (
        SELECT * FROM "CourierTrail" trail
        WHERE trail."courierId" = job."courierId" AND trail."at" >= job."from" AND (job."to" IS NULL OR trail."at" <= job."to")
        ORDER BY trail."at" DESC LIMIT ${MOST_POINTS}
      ) point
      ORDER BY point."at"`;
    return jobs.map((job) => found.filter(({ id }) => id === job.id));
  });
  return {
    /** To those who follow the job while it is in hand, and to admins; null to everybody else. */
    async of(job: DeliveryRow): Promise<TrailPoint[] | null> {
      const follows = isInHand(job.status) && mayRead(viewer, job);
      if (!follows && !hasRole(viewer, 'ADMIN')) return null;
      return job.pickedUpAt ? points.load(job) : [];
    },
  };
}
