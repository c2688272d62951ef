import { z } from 'zod';
import { event, id } from './define.ts';

/** Facts the inventory subgraph publishes. */
export const inventoryEvents = {
  /** All lines of an order are promised until `expiresAt`. */
  'stock.held': event(1, { orderId: id, expiresAt: z.iso.datetime() }),
  /** The promise was kept: the units left the stock. */
  'stock.hold-confirmed': event(1, { orderId: id }),
  /** The promise was called off, in whole or for these items. */
  'stock.hold-released': event(1, { orderId: id, itemIds: z.array(id) }),
  /** The promise ran out of time; these items can be had by others again. */
  'stock.hold-expired': event(1, { orderId: id, itemIds: z.array(id).optional() }),
  /** An order got no promise: too little of these items, or more than one customer may have (then maybe none in particular). */
  'stock.hold-refused': event(1, {
    orderId: id,
    customerId: id,
    reason: z.enum(['OUT_OF_STOCK', 'HOLD_LIMIT']),
    items: z.array(z.object({ itemId: id, businessId: id })),
  }),
  /** The order was confirmed, but its promise was over and these items are gone: the order has to be called off. Nothing left the stock. */
  'stock.hold-lost': event(1, { orderId: id, itemIds: z.array(id) }),
  /** Nothing of this item can be promised any more. */
  'stock.ran-out': event(1, { itemId: id, businessId: id }),
  /** Something of this item can be promised again. */
  'stock.returned': event(1, { itemId: id, businessId: id, available: z.number().int() }),
  /** No more than `threshold` of this item can be promised. Once each time it gets there from above. */
  'stock.ran-low': event(1, {
    itemId: id,
    businessId: id,
    available: z.number().int(),
    threshold: z.number().int(),
  }),
  /** Somebody moved units of this item between two locations of its business. */
  'stock.transferred': event(1, {
    itemId: id,
    businessId: id,
    fromLocationId: id,
    toLocationId: id,
    quantity: z.number().int(),
    reason: z.string(),
  }),
  /** Somebody changed what is on hand of it, at one location. `onHand`: in all. */
  'stock.adjusted': event(1, {
    itemId: id,
    businessId: id,
    delta: z.number().int(),
    onHand: z.number().int(),
    reason: z.string(),
    locationId: id.optional(),
  }),
};
