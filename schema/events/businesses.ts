import { z } from 'zod';
import { currency, event, id, minor, place } from './define.ts';

/** Facts the businesses subgraph publishes. */
export const businessEvents = {
  /** A business exists. */
  'business.registered': event(1, { businessId: id, name: z.string(), ownerId: id, location: place, currency }),
  /** Somebody may now act for a business. */
  'business.member-added': event(1, { businessId: id, userId: id }),
  /** Somebody may not act for a business any more. */
  'business.member-removed': event(1, { businessId: id, userId: id }),
  /** An item is on a menu. `initialStock` null: made to order, not tracked. */
  'item.created': event(1, {
    itemId: id,
    businessId: id,
    name: z.string(),
    priceMinor: minor,
    currency,
    initialStock: z.number().int().nullable(),
  }),
};
