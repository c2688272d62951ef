import type { DeliveryWork } from '../context.ts';
import type { DeliveryRow, OfferRow } from '../db.ts';
import { deliveryLifecycle, isInHand } from '../domain/delivery.lifecycle.ts';
import { callOff, type Which } from './called-off.ts';
import { changeLoad, lockCouriers } from './courier-load.ts';
import { mustMove } from './move-delivery.ts';
import { OFFER_EXPIRED, SEARCH_AGAIN } from './search-courier.ts';

/**
 * Calls off the jobs of an order, or of one seller order, that no courier has picked up yet. What has been picked up
 * is a physical fact and goes on. A job that is not there yet will not be opened.
 */
export async function cancelDelivery(work: DeliveryWork, which: Which): Promise<DeliveryRow[]> {
  await callOff(work, which);
  const jobs = await work.tx.delivery.findMany({
    where: { ...which, status: { in: [...deliveryLifecycle.moves.cancel.from] } },
    orderBy: { id: 'asc' },
  });
  // Offers before jobs before couriers, as everywhere, so that nobody waits in a circle.
  const withdrawn = await withdraw(work, jobs);
  const cancelled: DeliveryRow[] = [];
  for (const job of jobs) {
    work.unschedule(SEARCH_AGAIN, job.id);
    cancelled.push(await mustMove(work, job, { name: 'cancel', by: 'system', set: { settledAt: work.now }, tell: {} }));
  }
  const carriers = jobs.flatMap(({ status, courierId }) => (courierId && isInHand(status) ? [courierId] : []));
  await lockCouriers(work.tx, [...carriers, ...withdrawn.map(({ courierId }) => courierId)]);
  for (const id of carriers) await changeLoad(work.tx, id, { jobs: -1 });
  for (const { courierId } of withdrawn) await changeLoad(work.tx, courierId, { offers: -1 });
  return cancelled;
}

async function withdraw(work: DeliveryWork, jobs: readonly DeliveryRow[]): Promise<OfferRow[]> {
  const offers = await work.tx.deliveryOffer.updateManyAndReturn({
    where: { deliveryId: { in: jobs.map(({ id }) => id) }, state: 'OPEN' },
    data: { state: 'WITHDRAWN', answeredAt: work.now },
  });
  for (const { id } of offers) work.unschedule(OFFER_EXPIRED, id);
  return offers;
}
