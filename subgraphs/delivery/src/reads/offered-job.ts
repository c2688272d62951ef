import type { DeliveryRow, OfferRow } from '../db.ts';
import type { deliveryLoaders } from './delivery.loader.ts';

/**
 * The job an offer is about. Who holds the offer may know that much even when it has ended; the job's own fields
 * still show them no courier, no arrival time and no code.
 */
export async function offeredJob(
  deliveries: ReturnType<typeof deliveryLoaders>,
  { deliveryId }: OfferRow,
): Promise<DeliveryRow> {
  const delivery = await deliveries.rows.load(deliveryId);
  if (!delivery) throw new Error(`Delivery ${deliveryId} of an offer is gone.`);
  return delivery;
}
