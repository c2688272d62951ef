import { isInHand } from './delivery.lifecycle.ts';
import { metersBetween, type Place } from './geo.ts';

/** Streets are not straight lines. */
const DETOUR = 1.3;
/** A bicycle in town, metres a second. */
const SPEED = 5;
/** Taking the order over at the counter. */
const PICKUP_SECONDS = 120;

const rideSeconds = (from: Place, to: Place): number => (metersBetween(from, to) * DETOUR) / SPEED;

/** Estimated seconds until a job is with the customer (D7); null while nobody carries it and once it is over. */
export function etaSeconds(
  job: { readonly status: string; readonly pickup: Place; readonly dropoff: Place },
  courierAt: Place | null,
): number | null {
  if (!isInHand(job.status)) return null;
  const from = courierAt ?? job.pickup;
  const seconds =
    job.status === 'PICKED_UP' || job.status === 'IN_TRANSIT'
      ? rideSeconds(from, job.dropoff)
      : rideSeconds(from, job.pickup) + PICKUP_SECONDS + rideSeconds(job.pickup, job.dropoff);
  return Math.round(seconds);
}
