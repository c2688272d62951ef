import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { MenuItem as MenuItemGql, MenuItemResolvers } from '../generated/graphql.ts';
import type { ShownItem } from '../reads/item.loader.ts';

export const MenuItem: ObjectResolvers<MenuItemResolvers, MenuItemGql, ShownItem> = {
  __resolveReference: (reference, ctx) => {
    const id = keyText(reference.id);
    return id ? ctx.item(id) : null;
  },
  business: async ({ businessId }, _args, ctx) => {
    const business = await ctx.business(businessId);
    // Who may see an item may see its business, and the row has a foreign key.
    if (!business) throw new Error(`${businessId} was deleted during this request.`);
    return business;
  },
};
