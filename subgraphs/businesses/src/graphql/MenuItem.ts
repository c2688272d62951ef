import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { ItemRow } from '../db.ts';
import { isAvailable } from '../domain/availability.ts';
import type { MenuItem as MenuItemGql, MenuItemResolvers } from '../generated/graphql.ts';

export const MenuItem: ObjectResolvers<MenuItemResolvers, MenuItemGql, ItemRow> = {
  __resolveReference: (reference, ctx) => {
    const id = keyText(reference.id);
    return id ? ctx.item(id) : null;
  },
  price: ({ priceMinor, currency }) => toMoney(priceMinor, currency),
  available: (item) => isAvailable(item),
  business: async ({ businessId }, _args, ctx) => {
    const business = await ctx.business(businessId);
    // Who may see an item may see its business, and the row has a foreign key.
    if (!business) throw new Error(`${businessId} was deleted during this request.`);
    return business;
  },
};
