import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { SubjectKey } from '../db.ts';
import type { Business as BusinessGql, BusinessResolvers } from '../generated/graphql.ts';

export const Business: ObjectResolvers<BusinessResolvers, BusinessGql, SubjectKey> = {
  __resolveReference: (reference) => {
    const id = keyText(reference.id);
    return id ? { id } : null;
  },
  rating: ({ id }, _args, ctx) => ctx.summaries.BUSINESS.load(id),
};
