import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import { run } from '@app/kernel/work';
import { z } from 'zod';
import type { DeliveryCommand, DeliveryWork, Operation, Parts } from '../context.ts';
import type { CourierRow } from '../db.ts';
import type { Seen } from '../positions.ts';
import { hurrySearch } from './hurry-search.ts';
import { placeShape, readInput } from './input.ts';
import { OFFER_EXPIRED } from './search-courier.ts';

const shape = z.object({ online: z.boolean(), location: placeShape.nullish() });

export type ShiftRefusal = 'INVALID_INPUT' | 'LOCATION_REQUIRED';

/** Starts or ends a courier's shift (D1), in the database and then in the geo set. */
export const setCourierOnline: Operation<z.input<typeof shape>, CourierRow, ShiftRefusal> = async (parts, input) => {
  const read = readInput(shape, input);
  if (!read.ok) return read;
  const { online, location } = read.value;
  const seen = location ? { ...location, at: parts.clock() } : await lastSeen(parts);
  const answer = await run(parts, changeShift, { online, seen });
  if (!answer.ok) return answer;
  await parts.positions.forgetShift(parts.viewer.id);
  if (online) await join(parts, answer.value);
  else await parts.positions.remove([answer.value.id]);
  return answer;
};

/** Makes a courier findable, now that the database says so, and finds them the jobs that wait. */
async function join(parts: Parts, { id, lastLatitude, lastLongitude, lastSeenAt }: CourierRow): Promise<void> {
  if (lastLatitude === null || lastLongitude === null) return;
  const place = { latitude: lastLatitude, longitude: lastLongitude };
  await parts.positions.put(id, { ...place, at: lastSeenAt ?? new Date(0) });
  await hurrySearch(parts, place);
}

/** What Redis knows newer than the durable position, before it is forgotten. */
async function lastSeen({ db, viewer, positions }: Parts): Promise<Seen | null> {
  const courier = await db.courier.findUnique({ where: { userId: viewer.id } });
  const fast = courier && (await positions.latest([courier.id])).get(courier.id);
  return fast && fast.at > (courier.lastSeenAt ?? new Date(0)) ? fast : null;
}

/** Writes the shift. The courier exists from their first one on. */
export const changeShift: DeliveryCommand<{ online: boolean; seen: Seen | null }, CourierRow, ShiftRefusal> = async (
  work,
  { online, seen },
) => {
  const { tx, viewer, now } = work;
  const known = await tx.courier.findUnique({ where: { userId: viewer.id } });
  if (online && !seen && (known?.lastLatitude ?? null) === null)
    return refuse('LOCATION_REQUIRED', 'Going online needs a location.', ['input', 'location']);
  const at = seen && { lastLatitude: seen.latitude, lastLongitude: seen.longitude, lastSeenAt: seen.at };
  const set = { online, name: viewer.name, ...at };
  const courier = known
    ? await tx.courier.update({ where: { id: known.id }, data: set })
    : await tx.courier.upsert({
        where: { userId: viewer.id },
        create: { id: newId('cou'), userId: viewer.id, createdAt: now, ...set },
        update: set,
      });
  if (!online) await handBack(work, courier);
  return ok(courier);
};

/** Offers to somebody who has left end now, so that the next courier need not wait for their deadline. */
async function handBack(work: DeliveryWork, courier: CourierRow): Promise<void> {
  const offers = await work.tx.$queryRaw<{ id: string }[]>`
    UPDATE "DeliveryOffer" SET "expiresAt" = clock_timestamp()
    WHERE "courierId" = ${courier.id} AND "state" = 'OPEN' RETURNING "id"`;
  for (const { id } of offers) work.schedule(OFFER_EXPIRED, id, work.now);
}
