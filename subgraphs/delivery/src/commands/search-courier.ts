import { newId } from '@app/kernel/ids';
import { LostRace } from '@app/kernel/work';
import type { DeliveryWork, Dispatch } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type Candidate, type Ranked, rank } from '../domain/scoring.ts';
import { askable, isOverdue, radiusOf, restMs } from '../domain/search.ts';
import { changeLoad, type LockedCourier, lockCouriers } from './courier-load.ts';
import { findCouriers } from './find-couriers.ts';
import { jobOf, mustMove } from './move-delivery.ts';

/** The deadlines of the search. */
export const SEARCH_AGAIN = 'delivery.search-again';
export const OFFER_EXPIRED = 'delivery.offer-expired';

/** Locked for one choice: if all of them were taken meanwhile, the choice is made anew. */
const SHORTLIST = 3;

/**
 * Holds a waiting job out to the best courier nearby, or lets the search rest and widens it (D3, D4).
 * `freed`: a courier whose offer for this job ended in the same transaction.
 */
export async function searchCourier(
  dispatch: Dispatch,
  work: DeliveryWork,
  { delivery, freed }: { delivery: DeliveryRow; freed?: string },
): Promise<DeliveryRow> {
  const job = await escalate(dispatch, work, delivery);
  const shortlist = (await rankedFor(dispatch, work, job)).slice(0, SHORTLIST);
  const locked = await lockCouriers(work.tx, [...shortlist.map(({ id }) => id), ...(freed ? [freed] : [])]);
  if (freed) await changeLoad(work.tx, freed, { offers: -1 });
  if (shortlist.length === 0) return rest(dispatch, work, job);
  const { courierCapacity } = dispatch.settings;
  for (const best of shortlist) {
    const courier = locked.find(({ id }) => id === best.id);
    if (courier?.online && courier.activeJobs + courier.openOffers < courierCapacity)
      return offer(dispatch, work, { job, best, courier });
  }
  throw new LostRace('Everybody on the shortlist was taken meanwhile.');
}

async function rankedFor(dispatch: Dispatch, work: DeliveryWork, job: DeliveryRow): Promise<Ranked<Candidate>[]> {
  const asked = await work.tx.deliveryOffer.findMany({
    where: { deliveryId: job.id },
    select: { courierId: true, round: true, state: true },
  });
  const candidates = await findCouriers(work.tx, dispatch, {
    pickup: { latitude: job.pickupLatitude, longitude: job.pickupLongitude },
    radius: radiusOf(job.searchRound),
    without: asked.filter(({ round }) => round === job.searchRound).map(({ courierId }) => courierId),
    declined: asked.filter(({ state }) => state === 'DECLINED').map(({ courierId }) => courierId),
    now: work.now,
  });
  return askable(rank(candidates, dispatch.settings.courierCapacity), asked, job.searchRound);
}

async function offer(
  { settings }: Dispatch,
  work: DeliveryWork,
  { job, best, courier }: { job: DeliveryRow; best: Ranked<Candidate>; courier: LockedCourier },
): Promise<DeliveryRow> {
  const offerId = newId('ofr');
  const expiresAt = new Date(courier.clock.getTime() + settings.offerSeconds * 1000);
  const tell = { offerId, expiresAt: expiresAt.toISOString() };
  // First, so that of two searches for the same job one stops here, before it makes an offer.
  const offered = await mustMove(work, job, { name: 'offer', by: 'system', tell });
  const { score, components } = best;
  const to = { deliveryId: job.id, courierId: courier.id, courierUserId: courier.userId, round: job.searchRound };
  await work.tx.deliveryOffer.create({
    data: { id: offerId, ...to, score, components, createdAt: work.now, expiresAt },
    select: { id: true },
  });
  await changeLoad(work.tx, courier.id, { offers: 1 });
  work.unschedule(SEARCH_AGAIN, job.id);
  work.schedule(OFFER_EXPIRED, offerId, expiresAt);
  work.announce(`courier:${courier.userId}`, { __typename: 'DeliveryOffer', id: offerId });
  return offered;
}

async function rest({ settings }: Dispatch, work: DeliveryWork, job: DeliveryRow): Promise<DeliveryRow> {
  work.schedule(SEARCH_AGAIN, job.id, new Date(work.now.getTime() + restMs(job.escalatedAt !== null, settings)));
  return update(work, job, { searchRound: job.searchRound + 1 });
}

async function escalate({ settings }: Dispatch, work: DeliveryWork, job: DeliveryRow): Promise<DeliveryRow> {
  if (job.escalatedAt || !isOverdue(job, work.now, settings)) return job;
  work.emit('delivery.unassigned', job.id, { ...jobOf(job), reason: 'NO_COURIER_TOOK_IT' });
  return update(work, job, { escalatedAt: work.now });
}

async function update(
  work: DeliveryWork,
  job: DeliveryRow,
  set: Partial<Pick<DeliveryRow, 'searchRound' | 'escalatedAt'>>,
): Promise<DeliveryRow> {
  const [updated] = await work.tx.delivery.updateManyAndReturn({
    where: { id: job.id, status: 'PENDING', searchRound: job.searchRound },
    data: set,
  });
  if (!updated) throw new LostRace(`Delivery ${job.id} is searched for by another.`);
  return updated;
}
