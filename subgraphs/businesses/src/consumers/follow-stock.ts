import { consumer } from '@app/kernel/events';
import { PUBLIC_TOPIC } from '@app/kernel/public';
import type { Tx } from '../db.ts';

/** Keeps `available` in step with the stock (I6). Setting what is already so changes nothing. */
export const followStock = consumer<'stock.ran-out' | 'stock.returned', Tx>({
  name: 'businesses.follow-stock',
  // One consumer for both, so that those of an item are handled in the order in which they happened.
  on: ['stock.ran-out', 'stock.returned'],

  async handle({ tx, announce }, { itemId }, { type }) {
    const inStock = type === 'stock.returned';
    const { count } = await tx.menuItem.updateMany({ where: { id: itemId, inStock: !inStock }, data: { inStock } });
    if (count > 0) announce(PUBLIC_TOPIC, { __typename: 'MenuItem', id: itemId });
  },
});
