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
  const { id, lastLatitude, lastLongitude, lastSeenAt } = answer.value;
  await parts.positions.forgetShift(parts.viewer.id);
  if (!online) await parts.positions.remove([id]);
  else if (lastLatitude !== null && lastLongitude !== null)
    await parts.positions.put(id, { latitude: lastLatitude, longitude: lastLongitude, at: lastSeenAt ?? new Date(0) });
  return answer;
};

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
  const courier = await tx.courier.upsert({
    where: { userId: viewer.id },
    create: { id: newId('cou'), userId: viewer.id, createdAt: now, ...set },
    update: set,
  });
  await (online ? lookForWork(work, courier) : handBack(work, courier));
  return ok(courier);
};

const lookForWork = async (work: DeliveryWork, { lastLatitude, lastLongitude }: CourierRow): Promise<void> => {
  if (lastLatitude !== null && lastLongitude !== null)
    await hurrySearch(work, { latitude: lastLatitude, longitude: lastLongitude });
};

/** Offers to somebody who has left end now, so that the next courier need not wait for their deadline. */
async function handBack(work: DeliveryWork, courier: CourierRow): Promise<void> {
  const offers = await work.tx.$queryRaw<{ id: string }[]>`
    UPDATE "DeliveryOffer" SET "expiresAt" = clock_timestamp()
    WHERE "courierId" = ${courier.id} AND "state" = 'OPEN' RETURNING "id"`;
  for (const { id } of offers) work.schedule(OFFER_EXPIRED, id, work.now);
}
