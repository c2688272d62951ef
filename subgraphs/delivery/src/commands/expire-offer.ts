import type { DeliveryWork, Dispatch } from '../context.ts';
import type { OfferRow } from '../db.ts';
import { askNext } from './end-offer.ts';
import { OFFER_EXPIRED } from './search-courier.ts';

/** Ends an offer that nobody answered in time and asks the next courier. Nothing happens to one that has been answered. */
export async function expireOffer(dispatch: Dispatch, work: DeliveryWork, offerId: string): Promise<void> {
  const [offer] = await work.tx.$queryRaw<OfferRow[]>`
    UPDATE "DeliveryOffer" SET "state" = 'EXPIRED', "answeredAt" = ${work.now}
    WHERE "id" = ${offerId} AND "state" = 'OPEN' AND "expiresAt" <= clock_timestamp()
    RETURNING *`;
  if (offer) {
    await askNext(dispatch, work, { offer, state: 'EXPIRED' });
    return;
  }
  // Called a moment too early by a clock that is ahead of the database's.
  const open = await work.tx.deliveryOffer.findFirst({ where: { id: offerId, state: 'OPEN' } });
  if (open) work.schedule(OFFER_EXPIRED, offerId, open.expiresAt);
}
