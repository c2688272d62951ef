import { metersBetween, type Place } from './geo.ts';

/** A place on the way of a courier. */
export interface TrailPoint extends Place {
  readonly at: Date;
}

/** So far apart are two places worth keeping, in metres. */
const STEP_METERS = 25;
/** Who stands still is kept this often, in milliseconds. */
const STILL_MS = 60_000;

/** Whether a place belongs on the trail, after the last one that does. What is older than that comes too late. */
export const isOnTrail = (last: TrailPoint | undefined, next: TrailPoint): boolean =>
  !last ||
  (next.at > last.at &&
    (metersBetween(last, next) >= STEP_METERS || next.at.getTime() - last.at.getTime() >= STILL_MS));
