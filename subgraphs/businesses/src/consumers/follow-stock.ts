import { consumer } from '@app/kernel/events';
import type { Tx } from '../db.ts';

/** Keeps `available` in step with the stock (I6). Setting what is already so changes nothing. */
export const followStock = consumer<'stock.ran-out' | 'stock.returned', Tx>({
  name: 'businesses.follow-stock',
  // One consumer for both, so that those of an item are handled in the order in which they happened.
  on: ['stock.ran-out', 'stock.returned'],

  handle({ tx }, { itemId }, { type }) {
    const inStock = type === 'stock.returned';
    return tx.menuItem.updateMany({ where: { id: itemId, inStock: !inStock }, data: { inStock } });
  },
});
