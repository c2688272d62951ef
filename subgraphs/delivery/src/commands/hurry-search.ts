import { transact } from '@app/kernel/work';
import type { DeliveryWork, Parts } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { boxesAround, metersBetween, type Place } from '../domain/geo.ts';
import { radiusOf, WIDEST_METERS } from '../domain/search.ts';
import { SEARCH_AGAIN } from './search-courier.ts';

const MOST = 50;

type Waiting = Pick<DeliveryRow, 'id' | 'pickupLatitude' | 'pickupLongitude' | 'searchRound'>;

/**
 * Somebody here has a free hand: jobs that wait within their reach are searched for now, the oldest first. In a
 * transaction of its own, which holds no courier: a search that is under way holds its deadline and wants the courier.
 */
export const hurrySearch = (parts: Parts, courierAt: Place): Promise<void> =>
  transact(parts, async (work) => {
    for (const id of await waitingNear(work, courierAt)) work.schedule(SEARCH_AGAIN, id, work.now);
  });

async function waitingNear({ tx }: DeliveryWork, courierAt: Place): Promise<string[]> {
  const near: string[] = [];
  for (const { south, north, west, east } of boxesAround(courierAt, WIDEST_METERS)) {
    const waiting = await tx.$queryRaw<Waiting[]>`
      SELECT "id", "pickupLatitude", "pickupLongitude", "searchRound" FROM "Delivery"
      WHERE "status" = 'PENDING'
        AND point("pickupLongitude", "pickupLatitude") <@ box(point(${west}, ${south}), point(${east}, ${north}))
      ORDER BY "createdAt" LIMIT ${MOST}`;
    for (const job of waiting) {
      const pickup = { latitude: job.pickupLatitude, longitude: job.pickupLongitude };
      if (metersBetween(courierAt, pickup) <= radiusOf(job.searchRound)) near.push(job.id);
    }
  }
  return near.sort();
}
