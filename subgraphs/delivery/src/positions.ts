import { randomUUID } from 'node:crypto';
import { within } from '@app/kernel/patience';
import { liveChannel } from '@app/kernel/redis';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Place } from './domain/geo.ts';

const ONLINE = 'couriers:online';
const LAST = 'couriers:last';
/** Lives and dies with the geo set: while it is there, the set holds every courier who is online. */
const COMPLETE = 'couriers:complete';
/** Even a complete set is filled again this often, so that a write that Redis missed heals by itself. */
const COMPLETE_SECONDS = 60;
/** A shift is read anew this often, so that a change that Redis missed heals by itself. */
const SHIFT_MS = 60_000;

/** Where a courier was, and when. */
export interface Seen extends Place {
  readonly at: Date;
}

/** What a position report has to know of a courier, so that it can do without PostgreSQL. */
const shiftShape = z.object({
  courierId: z.string(),
  name: z.string(),
  jobs: z.array(
    z.object({
      deliveryId: z.string(),
      orderId: z.string(),
      leaving: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
    }),
  ),
});
/** A courier's shift as the cache holds it. `leaving`: the pickup of a job that is in their bag but not under way. */
export type Shift = z.infer<typeof shiftShape>;

/** The fast memory of who is where. Everything in it can be lost: nothing here throws, and PostgreSQL knows better. */
export interface Positions {
  /** Remembers a place, and tells the watchers of these orders that the courier has moved; in one round trip. */
  put(courierId: string, seen: Seen, orderIds?: readonly string[]): Promise<void>;
  remove(courierIds: readonly string[]): Promise<void>;
  /** Nearest first; null when Redis does not answer or does not know everybody. */
  near(place: Place, radiusMeters: number): Promise<{ id: string; meters: number }[] | null>;
  /** Puts everybody in who is missing, then declares the set complete. */
  fill(couriers: readonly { id: string; seen: Seen }[]): Promise<void>;
  latest(courierIds: readonly string[]): Promise<ReadonlyMap<string, Seen>>;
  shift(userId: string): Promise<Known>;
  /** Keeps what was read after `shift`, unless it was forgotten meanwhile: then it may be old already. */
  keepShift(userId: string, shift: Shift, turn: string): Promise<void>;
  /** After a change of what a courier has in hand: their next report looks again. */
  forgetShift(userId: string): Promise<void>;
}

/** What the cache knows of a shift, and the turn in which it was asked: another one begins when it is forgotten. */
export interface Known {
  readonly shift: Shift | null;
  readonly turn: string;
}

const MOST_NEAR = 500;
const shiftKey = (userId: string): string => `courier:${userId}:shift`;
const turnKey = (userId: string): string => `courier:${userId}:turn`;
/** A turn is remembered longer than anybody reads a shift from PostgreSQL. */
const TURN_MS = 10 * SHIFT_MS;
const KEEP = `if (redis.call('get', KEYS[2]) or '') == ARGV[2] then redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[3]) end`;
const seenText = ({ latitude, longitude, at }: Seen): string => `${latitude}|${longitude}|${at.getTime()}`;

function seenFrom(text: string | null): Seen | null {
  const [latitude = Number.NaN, longitude = Number.NaN, at = Number.NaN] = (text ?? '').split('|').map(Number);
  return Number.isNaN(latitude + longitude + at) ? null : { latitude, longitude, at: new Date(at) };
}

const PATIENCE_MS = 500;

/** Redis is a hint: without an answer soon, the caller goes on with `otherwise`. The connection itself logs the outage. */
const hint = <T>(answer: Promise<T>, otherwise: T): Promise<T> =>
  within(PATIENCE_MS, answer, () => otherwise).catch(() => otherwise);

/** The positions in Redis: a geo set to search in, and beside it each position as it was reported. */
export const openPositions = (redis: Redis): Positions => ({
  put: async (courierId, seen, orderIds = []) => {
    const writes = redis
      .multi()
      .geoadd(ONLINE, seen.longitude, seen.latitude, courierId)
      .hset(LAST, courierId, seenText(seen));
    for (const orderId of orderIds) writes.publish(liveChannel(`order:${orderId}`), moveKeys(orderId, seen.at));
    await hint(writes.exec(), null);
  },
  remove: async (courierIds) => {
    if (courierIds.length === 0) return;
    const removal = redis
      .multi()
      .zrem(ONLINE, ...courierIds)
      .hdel(LAST, ...courierIds);
    await hint(removal.exec(), null);
  },
  near: (place, radius) => hint(search(redis, place, radius), null),
  fill: (couriers) => hint(fill(redis, couriers), undefined),
  latest: async (courierIds) => {
    if (courierIds.length === 0) return new Map();
    const texts = await hint(redis.hmget(LAST, ...courierIds), []);
    const seen = courierIds.map((id, index) => [id, seenFrom(texts[index] ?? null)] as const);
    return new Map(seen.flatMap(([id, at]) => (at ? [[id, at]] : [])));
  },
  shift: async (userId) => {
    const [text, turn] = await hint(redis.mget(shiftKey(userId), turnKey(userId)), []);
    const shift = text ? (shiftShape.safeParse(JSON.parse(text)).data ?? null) : null;
    return { shift, turn: turn ?? '' };
  },
  keepShift: async (userId, shift, turn) => {
    await hint(redis.eval(KEEP, 2, shiftKey(userId), turnKey(userId), JSON.stringify(shift), turn, SHIFT_MS), null);
  },
  forgetShift: async (userId) => {
    const turn = randomUUID();
    await hint(redis.multi().del(shiftKey(userId)).set(turnKey(userId), turn, 'PX', TURN_MS).exec(), null);
  },
});

const moveKeys = (orderId: string, at: Date): string =>
  JSON.stringify({ __typename: 'OrderUpdate', orderId, sequence: 0, kind: 'LOCATION', at: at.toISOString() });

async function search(redis: Redis, { latitude, longitude }: Place, radius: number) {
  if (!(await redis.exists(COMPLETE))) return null;
  const found = (await redis.geosearch(
    ONLINE,
    'FROMLONLAT',
    longitude,
    latitude,
    'BYRADIUS',
    radius,
    'm',
    'ASC',
    'COUNT',
    MOST_NEAR,
    'WITHDIST',
  )) as [string, string][];
  return found.map(([id, meters]) => ({ id, meters: Number(meters) }));
}

async function fill(redis: Redis, couriers: readonly { id: string; seen: Seen }[]): Promise<void> {
  const writes = redis.multi();
  for (const { id, seen } of couriers) {
    // NX and HSETNX: a report that came in meanwhile is newer than what PostgreSQL knows.
    writes.geoadd(ONLINE, 'NX', seen.longitude, seen.latitude, id).hsetnx(LAST, id, seenText(seen));
  }
  writes.set(COMPLETE, '1', 'EX', COMPLETE_SECONDS);
  await writes.exec();
}
