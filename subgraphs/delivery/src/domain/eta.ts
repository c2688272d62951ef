import { isInHand } from './delivery.lifecycle.ts';
import { metersBetween, type Place } from './geo.ts';

/** Streets are not straight lines. */
const DETOUR = 1.3;
/** A bicycle in town, metres a second. */
const SPEED = 5;
/** Taking the order over at the counter. */
const PICKUP_SECONDS = 120;

interface Job {
  readonly status: string;
  readonly pickup: Place;
  readonly dropoff: Place;
}

const isPickedUp = ({ status }: Job): boolean => status === 'PICKED_UP' || status === 'IN_TRANSIT';

/** By way of the pickup, unless that is behind them. */
function metersLeft(job: Job, courierAt: Place | null): number {
  const from = courierAt ?? job.pickup;
  const meters = isPickedUp(job)
    ? metersBetween(from, job.dropoff)
    : metersBetween(from, job.pickup) + metersBetween(job.pickup, job.dropoff);
  return meters * DETOUR;
}

/** Metres to ride until a job is with the customer (D7); null while nobody carries it and once it is over. */
export const remainingMeters = (job: Job, courierAt: Place | null): number | null =>
  isInHand(job.status) ? Math.round(metersLeft(job, courierAt)) : null;

/** Estimated seconds until a job is with the customer (D7); null while nobody carries it and once it is over. */
export const etaSeconds = (job: Job, courierAt: Place | null): number | null =>
  isInHand(job.status) ? Math.round(metersLeft(job, courierAt) / SPEED + (isPickedUp(job) ? 0 : PICKUP_SECONDS)) : null;
