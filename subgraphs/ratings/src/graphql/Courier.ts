import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { SubjectKey } from '../db.ts';
import type { Courier as CourierGql, CourierResolvers } from '../generated/graphql.ts';

export const Courier: ObjectResolvers<CourierResolvers, CourierGql, SubjectKey> = {
  __resolveReference: (reference) => {
    const id = keyText(reference.id);
    return id ? { id } : null;
  },
  rating: ({ id }, _args, ctx) => ctx.summaries.COURIER.load(id),
};
