import { decodeCursor } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import type { Db } from '../db.ts';
import type { OrderUpdateKind } from '../generated/graphql.ts';
import type { Reads } from './index.ts';

/** One step in the life of an order, as its watchers are told. */
export interface Step {
  readonly orderId: string;
  readonly sequence: number;
  readonly kind: OrderUpdateKind;
  readonly at: Date;
}

const MOST = 1_000;

/** What watching an order begins with (O14): where it stands, or the `first` steps after the cursor. Null when the order is not the viewer's to see. */
export async function openTracking(
  { db, reads }: { db: Db; reads: Reads },
  { orderId, after, first }: { orderId: string; after?: string | null | undefined; first: number },
): Promise<Step[] | null> {
  const view = await reads.orders.load(orderId);
  if (!view) return null;
  const { lastSequence, lastStepAt } = view.order;
  if (!after) return [{ orderId, sequence: lastSequence, kind: 'SNAPSHOT', at: lastStepAt }];
  const [of, sequence] = decodeCursor(after, ['string', 'number']);
  if (of !== orderId || !Number.isInteger(sequence) || sequence < 0 || sequence > lastSequence)
    throw publicError('INVALID_CURSOR', 'This cursor did not come from this order. Leave it out to start from now.');
  const take = Math.min(Math.max(first, 1), MOST);
  return db.orderStep.findMany({ where: { orderId, sequence: { gt: sequence } }, orderBy: { sequence: 'asc' }, take });
}

const KINDS: readonly string[] = ['SNAPSHOT', 'STATUS', 'PAYMENT', 'DELIVERY', 'LOCATION'] satisfies OrderUpdateKind[];

/** A step from the keys that a live message carries; null for what is none. */
export function stepOf(keys: { orderId: unknown; sequence: unknown; kind: unknown; at: unknown }): Step | null {
  const { orderId, sequence, kind, at } = keys;
  const date = new Date(at instanceof Date || typeof at === 'string' ? at : Number.NaN);
  if (typeof orderId !== 'string' || typeof kind !== 'string' || !KINDS.includes(kind)) return null;
  if (typeof sequence !== 'number' || !Number.isInteger(sequence) || sequence < 0 || Number.isNaN(date.getTime()))
    return null;
  return { orderId, sequence, kind: kind as OrderUpdateKind, at: date };
}
