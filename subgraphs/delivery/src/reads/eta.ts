import type { Viewer } from '@app/kernel/viewer';
import type { DeliveryRow } from '../db.ts';
import { mayRead } from '../domain/access.ts';
import { etaSeconds } from '../domain/eta.ts';
import type { courierLoaders } from './courier.loader.ts';

/** When a job will be with the customer, from where its courier is now; null to who may not follow it. */
export async function etaOf(
  couriers: ReturnType<typeof courierLoaders>,
  viewer: Viewer,
  delivery: DeliveryRow,
): Promise<number | null> {
  if (!delivery.courierId || !mayRead(viewer, delivery)) return null;
  const courier = await couriers.rows.load(delivery.courierId);
  return etaSeconds(
    {
      status: delivery.status,
      pickup: { latitude: delivery.pickupLatitude, longitude: delivery.pickupLongitude },
      dropoff: { latitude: delivery.dropoffLatitude, longitude: delivery.dropoffLongitude },
    },
    courier && (await couriers.place(courier)),
  );
}
