import { decodeCursor, encodeCursor } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import type { Viewer } from '@app/kernel/viewer';
import type { Moment } from '../transport/source.ts';

/**
 * How the entities of a field follow each other:
 * `sequenced`: numbered steps of one thing; repeats are dropped, gaps are filled, a cursor resumes;
 * `once`: each entity is told once (a new order, an offer);
 * `state`: the same entity, told again whenever it has changed (a cart).
 */
export type Order = 'sequenced' | 'once' | 'state';

/** Arguments of a subscription field, coerced. */
export type LiveArgs = Readonly<Record<string, unknown>>;

/** A live field: where its events come from, and what it starts with. */
export interface LiveField {
  /** The entity a client is given, and its @key in the owning subgraph. */
  readonly payload: string;
  readonly keys: readonly string[];
  /** The topic that domains announce on. */
  readonly topic: (args: LiveArgs, viewer: Viewer) => string;
  /** The owning subgraph's query that answers what to send first, or null to who may not; and those arguments of it. */
  readonly open: {
    readonly field: string;
    readonly args: Readonly<Record<string, string>>;
    /** How many steps it is asked for at a time, as its argument `first`; all of them where absent. */
    readonly page?: number;
  };
  readonly order: Order;
  /** What its positions change: names of fields, by subgraph. Everything else of such a step may be two seconds old. */
  readonly moving?: Moment['moving'];
}

/** Every live field of the graph. Adding one is a row here and its `…Open` query in the owning subgraph. */
export const liveFields: Readonly<Record<string, LiveField>> = {
  orderTracking: {
    payload: 'OrderUpdate',
    keys: ['orderId', 'sequence', 'kind', 'at'],
    topic: ({ orderId }) => `order:${orderId}`,
    open: { field: 'orderTrackingOpen', args: { orderId: 'ID!', after: 'String', first: 'Int!' }, page: 256 },
    order: 'sequenced',
    moving: { delivery: ['etaSeconds', 'remainingMeters', 'location'] },
  },
  cartChanged: {
    payload: 'Cart',
    keys: ['id'],
    topic: (_args, viewer) => `cart:${viewer.id}`,
    open: { field: 'cartChangedOpen', args: {} },
    order: 'state',
  },
  sellerOrderPlaced: {
    payload: 'SellerOrder',
    keys: ['id'],
    topic: ({ businessId }) => `kitchen:${businessId}`,
    open: { field: 'sellerOrderPlacedOpen', args: { businessId: 'ID!' } },
    order: 'once',
  },
  deliveryOffers: {
    payload: 'DeliveryOffer',
    keys: ['id'],
    topic: (_args, viewer) => `courier:${viewer.id}`,
    open: { field: 'deliveryOffersOpen', args: {} },
    order: 'once',
  },
};

/** The cursor of a numbered step of `subject`, as clients get it from the owning subgraph. */
export const stepCursor = (subject: string, sequence: number): string => encodeCursor([subject, sequence]);

/** The number in a step's cursor. Throws INVALID_CURSOR when it is not one of this subject's. */
export function sequenceOf(cursor: string, subject: string): number {
  const [of, sequence] = decodeCursor(cursor, ['string', 'number']);
  if (of !== subject || !Number.isSafeInteger(sequence) || sequence < 0)
    throw publicError(
      'INVALID_CURSOR',
      'This cursor belongs to something else. Leave it out to start with a snapshot.',
    );
  return sequence;
}
