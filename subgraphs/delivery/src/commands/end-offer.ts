import { LostRace } from '@app/kernel/work';
import type { DeliveryWork, Dispatch } from '../context.ts';
import type { DeliveryRow, OfferRow, OfferState } from '../db.ts';
import { mustMove } from './move-delivery.ts';
import { searchCourier } from './search-courier.ts';

/** Ends an open offer in time, by the database's clock; false when it has ended or its time is over. */
export const answerOffer = async (
  work: DeliveryWork,
  offerId: string,
  state: Extract<OfferState, 'ACCEPTED' | 'DECLINED'>,
): Promise<boolean> => {
  const answered = await work.tx.$executeRaw`
    UPDATE "DeliveryOffer" SET "state" = ${state}::"OfferState", "answeredAt" = ${work.now}
    WHERE "id" = ${offerId} AND "state" = 'OPEN' AND "expiresAt" > clock_timestamp()`;
  return answered === 1;
};

/** After an offer has ended without a yes: the job waits again, and the next courier is asked. */
export async function askNext(
  dispatch: Dispatch,
  work: DeliveryWork,
  { offer, state }: { offer: OfferRow; state: 'DECLINED' | 'EXPIRED' },
): Promise<DeliveryRow> {
  const delivery = await work.tx.delivery.findUnique({ where: { id: offer.deliveryId } });
  if (!delivery) throw new LostRace(`Delivery ${offer.deliveryId} is gone.`);
  const reopened = await mustMove(work, delivery, {
    name: 'reopen',
    by: state === 'DECLINED' ? 'courier' : 'system',
    tell: { offerId: offer.id, state },
  });
  return searchCourier(dispatch, work, { delivery: reopened, freed: offer.courierId });
}
