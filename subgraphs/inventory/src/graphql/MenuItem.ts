import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { ItemKey } from '../db.ts';
import type { MenuItem as MenuItemGql, MenuItemResolvers } from '../generated/graphql.ts';

export const MenuItem: ObjectResolvers<MenuItemResolvers, MenuItemGql, ItemKey> = {
  __resolveReference: (reference) => {
    const id = keyText(reference.id);
    return id ? { id } : null;
  },
  stock: ({ id }, _args, ctx) => ctx.stock.load(id),
};
