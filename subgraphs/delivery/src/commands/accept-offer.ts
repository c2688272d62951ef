import { ok, refuse } from '@app/kernel/result';
import type { DeliveryCommand } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { isInHand } from '../domain/delivery.lifecycle.ts';
import { changeLoad } from './courier-load.ts';
import { answerOffer } from './end-offer.ts';
import { idShape, readInput } from './input.ts';
import { mustMove } from './move-delivery.ts';
import { OFFER_EXPIRED } from './search-courier.ts';

export type OfferRefusal = 'INVALID_INPUT' | 'OFFER_NOT_FOUND' | 'OFFER_ENDED';

/** Takes the job that was offered to this courier, in time. Asked again, it answers the same again. */
export const acceptOffer: DeliveryCommand<{ offerId: string }, DeliveryRow, OfferRefusal> = async (work, input) => {
  const offerId = readInput(idShape, input.offerId);
  if (!offerId.ok) return offerId;
  const offer = await work.tx.deliveryOffer.findUnique({ where: { id: offerId.value }, include: { delivery: true } });
  if (!offer || offer.courierUserId !== work.viewer.id) return refuse('OFFER_NOT_FOUND', 'No such offer.');
  const { delivery, courierId, courierUserId } = offer;
  if (offer.state === 'ACCEPTED' && delivery.courierId === courierId && isInHand(delivery.status)) return ok(delivery);
  if (!(await answerOffer(work, offer.id, 'ACCEPTED'))) return refuse('OFFER_ENDED', 'The time to answer is over.');
  await changeLoad(work.tx, courierId, { jobs: 1, offers: -1 });
  work.unschedule(OFFER_EXPIRED, offer.id);
  const set = { courierId, courierUserId, assignedAt: work.now };
  return ok(await mustMove(work, delivery, { name: 'accept', by: 'courier', set, tell: { courierUserId } }));
};
