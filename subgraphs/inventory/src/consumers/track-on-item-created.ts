import { consumer } from '@app/kernel/events';
import { trackItem } from '../commands/track-item.ts';
import type { Tx } from '../db.ts';

/** An item is on a menu: keep its stock, or know that it has none. */
export const trackOnItemCreated = consumer<'item.created', Tx>({
  name: 'inventory.track-on-item-created',
  on: 'item.created',
  handle: (work, { itemId, businessId, initialStock }) => trackItem(work, { itemId, businessId, initialStock }),
});
