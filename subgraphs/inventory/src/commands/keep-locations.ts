import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import { hasRole } from '@app/kernel/viewer';
import type { StockCommand } from '../context.ts';
import type { StockLocationRow, Tx } from '../db.ts';
import { mayKeepStock } from '../domain/access.ts';
import { locationShape, locationUpdateShape } from '../inputs.ts';
import { answeredBefore, rememberAnswer } from './once.ts';
import { fingerprint, invalid } from './refusals.ts';

/** A place to be opened. */
export interface CreateLocation {
  readonly businessId: string;
  readonly name: string;
  /** Left out: 0. */
  readonly position?: number | undefined;
  readonly idempotencyKey: string;
}

/** What is to be different about a place; undefined and null: as it is. */
export interface UpdateLocation {
  readonly locationId: string;
  readonly name?: string | null | undefined;
  readonly position?: number | null | undefined;
}

export type LocationRefusal =
  | 'INVALID_INPUT'
  | 'BUSINESS_NOT_FOUND'
  | 'LOCATION_NOT_FOUND'
  | 'LOCATION_NAME_TAKEN'
  | 'LOCATION_LIMIT'
  | 'IDEMPOTENCY_CONFLICT';

const MOST_LOCATIONS = 100;

/** Opens a place where a business keeps stock (I1). */
export const createLocation: StockCommand<CreateLocation, StockLocationRow, LocationRefusal> = async (work, input) => {
  const read = locationShape.safeParse(input);
  if (!read.success) return invalid(read.error);
  const { idempotencyKey, ...wish } = read.data;
  const { businessId, name, position } = wish;
  const asking = { operation: 'stockLocationCreate', key: idempotencyKey, requestHash: fingerprint(wish) };
  const unknown = refuse('BUSINESS_NOT_FOUND', 'No such business.', ['input', 'businessId']);
  if (!mayKeepStock(work.viewer, businessId)) return unknown;

  await lockLocations(work.tx, businessId);
  const earlier = await answeredBefore<StockLocationRow>(work, asking);
  if (earlier) return earlier;
  // A member's business is known from the token; what an admin types has to be one.
  if (hasRole(work.viewer, 'ADMIN') && (await work.tx.stockItem.count({ where: { businessId } })) === 0) return unknown;
  const names = await work.tx.stockLocation.findMany({ where: { businessId }, select: { name: true } });
  if (names.length >= MOST_LOCATIONS) return refuse('LOCATION_LIMIT', `At most ${MOST_LOCATIONS} locations.`);
  if (names.some((other) => other.name === name)) return taken;

  const location = { id: newId('loc'), name, position };
  await work.tx.stockLocation.create({ data: { ...location, businessId, createdAt: work.now } });
  await rememberAnswer(work, asking, location);
  return ok(location);
};

/** Renames a place, or changes when it is its turn to be taken from (I1). */
export const updateLocation: StockCommand<UpdateLocation, StockLocationRow, LocationRefusal> = async (work, input) => {
  const read = locationUpdateShape.safeParse(input);
  if (!read.success) return invalid(read.error);
  const { locationId } = read.data;
  const found = await work.tx.stockLocation.findUnique({ where: { id: locationId } });
  if (!found || !mayKeepStock(work.viewer, found.businessId))
    return refuse('LOCATION_NOT_FOUND', 'No such location.', ['input', 'locationId']);

  await lockLocations(work.tx, found.businessId);
  const now = await work.tx.stockLocation.findUniqueOrThrow({ where: { id: locationId } });
  const name = read.data.name ?? now.name;
  const position = read.data.position ?? now.position;
  const others = { businessId: found.businessId, name, id: { not: locationId } };
  if ((await work.tx.stockLocation.count({ where: others })) > 0) return taken;
  await work.tx.stockLocation.update({ where: { id: locationId }, data: { name, position } });
  return ok({ id: locationId, name, position });
};

const taken = refuse('LOCATION_NAME_TAKEN', 'Another location of this business has that name.', ['input', 'name']);

/** One at a time for each business: names and number are asked for first and decided on then. */
const lockLocations = (tx: Tx, businessId: string) =>
  tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`locations of ${businessId}`}, 0))::text`;
