import type { Viewer } from '@app/kernel/viewer';
import type { DeliveryRow } from '../db.ts';
import { mayRead } from '../domain/access.ts';
import { etaSeconds, remainingMeters } from '../domain/eta.ts';
import type { courierLoaders } from './courier.loader.ts';

/** How far a job is from the customer, from where its courier is now. */
export interface Way {
  readonly seconds: number | null;
  readonly meters: number | null;
}

/** The way that is left; nothing to who may not follow it, while nobody carries it and once it is over. */
export async function wayLeft(
  couriers: ReturnType<typeof courierLoaders>,
  viewer: Viewer,
  delivery: DeliveryRow,
): Promise<Way> {
  if (!delivery.courierId || !mayRead(viewer, delivery)) return { seconds: null, meters: null };
  const courier = await couriers.rows.load(delivery.courierId);
  const at = courier && (await couriers.place(courier));
  const job = {
    status: delivery.status,
    pickup: { latitude: delivery.pickupLatitude, longitude: delivery.pickupLongitude },
    dropoff: { latitude: delivery.dropoffLatitude, longitude: delivery.dropoffLongitude },
  };
  return { seconds: etaSeconds(job, at), meters: remainingMeters(job, at) };
}
