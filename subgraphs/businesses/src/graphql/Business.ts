import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { BusinessRow } from '../db.ts';
import { isOpen } from '../domain/opening.ts';
import type { Business as BusinessGql, BusinessResolvers } from '../generated/graphql.ts';

export const Business: ObjectResolvers<BusinessResolvers, BusinessGql, BusinessRow> = {
  __resolveReference: (reference, ctx) => {
    const id = keyText(reference.id);
    return id ? ctx.business(id) : null;
  },
  isOpen: (business, _args, { now }) => isOpen(business, now),
  location: ({ latitude, longitude }) => ({ latitude, longitude }),
  menu: ({ id }, _args, ctx) => ctx.menu(id),
};
