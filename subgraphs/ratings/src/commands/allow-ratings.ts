import { ok } from '@app/kernel/result';
import type { RatingCommand } from '../context.ts';
import { type Delivered, rightsOf } from '../domain/rights.ts';

/** Lets a customer rate what was delivered. An order of several parts may be rated from its first delivered part on. */
export const allowRatings: RatingCommand<Delivered, null, never> = async ({ tx, now }, delivered) => {
  const rights = rightsOf(delivered).map((right) => ({ ...right, deliveredAt: now }));
  await tx.ratingRight.createMany({ data: rights, skipDuplicates: true });
  return ok(null);
};
