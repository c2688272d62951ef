import type { CourierRow, Tx } from '../db.ts';

/** Adds to (or takes from) what a courier has in hand and has not answered. */
export const changeLoad = (
  tx: Tx,
  courierId: string,
  { jobs = 0, offers = 0 }: { jobs?: number; offers?: number },
): Promise<unknown> =>
  tx.courier.update({
    where: { id: courierId },
    data: { activeJobs: { increment: jobs }, openOffers: { increment: offers } },
    select: { id: true },
  });

/** What it takes to know whether a courier can be asked, read under a lock. */
export type LockedCourier = Pick<CourierRow, 'id' | 'userId' | 'online' | 'activeJobs' | 'openOffers'> & {
  /** What the database's clock says, by which offers begin and end. */
  readonly clock: Date;
};

/**
 * Locks couriers until the end of the transaction and answers with them as they are now.
 * Whoever touches more than one locks them all here, in the order of their ids, so that two can never wait for each other.
 */
export const lockCouriers = (tx: Tx, ids: readonly string[]): Promise<LockedCourier[]> =>
  tx.$queryRaw<LockedCourier[]>`
    SELECT "id", "userId", "online", "activeJobs", "openOffers", clock_timestamp() AS "clock" FROM "Courier"
    WHERE "id" = ANY(${[...new Set(ids)]}) ORDER BY "id" FOR NO KEY UPDATE`;
