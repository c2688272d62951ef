import { keyText } from '@app/kernel/graphql';
import { requireCaller } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';
import { itemsForOrder } from '../reads/items-for-order.ts';

export const Query: Required<Omit<QueryResolvers, '_entities' | '_service'>> = {
  businesses: (_root, question, ctx) => ctx.nearby(question),
  business(_root, args, ctx) {
    const id = keyText(args.id);
    return id ? ctx.business(id) : null;
  },
  itemsForOrder(_root, { ids }, { viewer, db, now }) {
    requireCaller(viewer, 'orders');
    return itemsForOrder(db, ids, now);
  },
};
