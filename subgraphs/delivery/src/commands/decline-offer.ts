import { ok, refuse } from '@app/kernel/result';
import { run } from '@app/kernel/work';
import type { DeliveryCommand, Dispatch, Operation } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import type { OfferRefusal } from './accept-offer.ts';
import { answerOffer, askNext } from './end-offer.ts';
import { idShape, readInput } from './input.ts';
import { OFFER_EXPIRED } from './search-courier.ts';

/** Leaves an offered job to the next courier, who is asked in the same moment. */
export const declineOffer: Operation<{ offerId: string }, DeliveryRow, OfferRefusal> = (parts, input) =>
  run(parts, decline(parts), input);

const decline =
  (dispatch: Dispatch): DeliveryCommand<{ offerId: string }, DeliveryRow, OfferRefusal> =>
  async (work, input) => {
    const offerId = readInput(idShape, input.offerId);
    if (!offerId.ok) return offerId;
    const offer = await work.tx.deliveryOffer.findUnique({ where: { id: offerId.value } });
    if (!offer || offer.courierUserId !== work.viewer.id) return refuse('OFFER_NOT_FOUND', 'No such offer.');
    if (!(await answerOffer(work, offer.id, 'DECLINED'))) return refuse('OFFER_ENDED', 'The time to answer is over.');
    work.unschedule(OFFER_EXPIRED, offer.id);
    return ok(await askNext(dispatch, work, { offer, state: 'DECLINED' }));
  };
