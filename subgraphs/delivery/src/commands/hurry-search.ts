import type { DeliveryWork } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { boxesAround, metersBetween, type Place } from '../domain/geo.ts';
import { radiusOf, WIDEST_METERS } from '../domain/search.ts';
import { SEARCH_AGAIN } from './search-courier.ts';

const MOST = 50;

type Waiting = Pick<DeliveryRow, 'id' | 'pickupLatitude' | 'pickupLongitude' | 'searchRound'>;

/** Somebody here has a free hand: jobs that wait within their reach are searched for now, oldest first. */
export async function hurrySearch(work: DeliveryWork, courierAt: Place): Promise<void> {
  for (const { south, north, west, east } of boxesAround(courierAt, WIDEST_METERS)) {
    const waiting = await work.tx.$queryRaw<Waiting[]>`
      SELECT "id", "pickupLatitude", "pickupLongitude", "searchRound" FROM "Delivery"
      WHERE "status" = 'PENDING'
        AND point("pickupLongitude", "pickupLatitude") <@ box(point(${west}, ${south}), point(${east}, ${north}))
      ORDER BY "createdAt" LIMIT ${MOST}`;
    for (const job of waiting) {
      const pickup = { latitude: job.pickupLatitude, longitude: job.pickupLongitude };
      if (metersBetween(courierAt, pickup) <= radiusOf(job.searchRound)) work.schedule(SEARCH_AGAIN, job.id, work.now);
    }
  }
}
