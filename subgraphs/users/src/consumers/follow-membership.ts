import { consumer } from '@app/kernel/events';
import type { Tx } from '../db.ts';

/** Keeps a copy of who may act for which business; the gateway learns it with the next session state. */
export const followMembership = consumer<'business.member-added' | 'business.member-removed', Tx>({
  name: 'users.follow-membership',
  // One consumer for both, so that they are handled in the order in which they happened.
  on: ['business.member-added', 'business.member-removed'],

  handle({ tx }, { userId, businessId }, { type }) {
    const row = { userId, businessId };
    return type === 'business.member-added'
      ? tx.userBusiness.createMany({ data: [row], skipDuplicates: true })
      : tx.userBusiness.deleteMany({ where: row });
  },
});
