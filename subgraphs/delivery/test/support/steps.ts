import { acceptOffer } from '../../src/commands/accept-offer.ts';
import { pickUp } from '../../src/commands/pick-up.ts';
import type { DeliveryRow } from '../../src/db.ts';
import { ANA, type World } from './world.ts';

/** A job that Ana has taken. */
export async function assigned(world: World, sellerOrderId = 'sor_1', orderId = 'ord_1'): Promise<DeliveryRow> {
  if ((await world.db.courier.count({ where: { userId: ANA.id } })) === 0) await world.courier(ANA);
  const { id } = await world.request(sellerOrderId, orderId);
  const answer = await world.as(ANA).does(acceptOffer, { offerId: (await world.openOffer(id))?.id ?? '' });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

/** A job that Ana has in her bag. */
export async function pickedUp(world: World): Promise<DeliveryRow> {
  const { id } = await assigned(world);
  const answer = await world.as(ANA).does(pickUp, { deliveryId: id });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}
