import { z } from 'zod';
import { event, id } from './define.ts';

/** Facts the ratings subgraph publishes. */
export const ratingEvents = {
  'rating.published': event(1, {
    ratingId: id,
    orderId: id,
    subject: z.enum(['ORDER', 'BUSINESS', 'COURIER']),
    subjectId: id,
    score: z.number().int(),
  }),
};
