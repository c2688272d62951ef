import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { RatingRow } from '../db.ts';
import type { Rating as RatingGql, RatingResolvers } from '../generated/graphql.ts';

export const Rating: ObjectResolvers<RatingResolvers, RatingGql, RatingRow> = {
  __resolveReference: (reference, ctx) => {
    const id = keyText(reference.id);
    return id ? ctx.ratings.load(id) : null;
  },
};
