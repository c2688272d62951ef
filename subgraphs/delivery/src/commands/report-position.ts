import { ok, refuse } from '@app/kernel/result';
import { run } from '@app/kernel/work';
import { z } from 'zod';
import type { Operation, Parts } from '../context.ts';
import { IN_HAND } from '../domain/delivery.lifecycle.ts';
import { metersBetween } from '../domain/geo.ts';
import type { Known, Seen, Shift } from '../positions.ts';
import type { CourierView } from '../reads/courier.loader.ts';
import { depart } from './depart.ts';
import { placeShape, readInput } from './input.ts';

const shape = z.object({ location: placeShape });

/** This far from the pickup an order that is in the bag is under way. */
const DEPARTED_METERS = 50;

/**
 * A position report (D2). Redis and the watchers learn every one; PostgreSQL is asked only when nothing is known of the
 * shift, and told later, in batches (`trail.ts`).
 */
export const reportPosition: Operation<
  z.input<typeof shape>,
  CourierView,
  'INVALID_INPUT' | 'COURIER_OFFLINE'
> = async (parts, input) => {
  const read = readInput(shape, input);
  if (!read.ok) return read;
  const { positions, trail, viewer } = parts;
  const seen: Seen = { ...read.value.location, at: parts.clock() };
  const known = await positions.shift(viewer.id);
  const shift = known.shift ?? (await readShift(parts, known));
  if (!shift) return refuse('COURIER_OFFLINE', 'Go online first.');
  trail.note(shift.courierId, seen);
  await leavePickups(parts, shift, seen);
  await positions.put(shift.courierId, seen, [...new Set(shift.jobs.map(({ orderId }) => orderId))]);
  return ok({
    id: shift.courierId,
    userId: viewer.id,
    name: shift.name,
    online: true,
    lastLatitude: seen.latitude,
    lastLongitude: seen.longitude,
    lastSeenAt: seen.at,
  });
};

/** Reads what the next reports can do without. */
async function readShift({ db, viewer, positions }: Parts, { turn }: Known): Promise<Shift | null> {
  const courier = await db.courier.findUnique({
    where: { userId: viewer.id, online: true },
    include: { deliveries: { where: { status: { in: [...IN_HAND] } } } },
  });
  if (!courier) return null;
  const jobs = courier.deliveries.map(({ id, orderId, status, pickupLatitude, pickupLongitude }) => ({
    deliveryId: id,
    orderId,
    leaving: status === 'PICKED_UP' ? { latitude: pickupLatitude, longitude: pickupLongitude } : null,
  }));
  const shift = { courierId: courier.id, name: courier.name, jobs };
  await positions.keepShift(viewer.id, shift, turn);
  return shift;
}

async function leavePickups(parts: Parts, { jobs }: Shift, seen: Seen): Promise<void> {
  for (const { deliveryId, leaving } of jobs) {
    if (!leaving || metersBetween(leaving, seen) <= DEPARTED_METERS) continue;
    // Refused when another report was faster or the job is over: either way it is under way.
    await run(parts, depart, { deliveryId });
    await parts.positions.forgetShift(parts.viewer.id);
  }
}
