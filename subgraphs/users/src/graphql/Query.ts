import { requireCaller } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';
import { orderingCustomer } from '../reads/ordering-customer.ts';
import { sessionStates } from '../reads/session-states.ts';

export const Query: Required<Omit<QueryResolvers, '_entities' | '_service'>> = {
  me: (_root, _args, { viewer, users }) => (viewer.kind === 'user' ? users.load(viewer.id) : null),
  sessionStates(_root, { ids }, { viewer, db }) {
    requireCaller(viewer, 'gateway');
    return sessionStates(db, ids);
  },
  orderingCustomer(_root, { userId, addressId }, { viewer, db }) {
    requireCaller(viewer, 'orders');
    return orderingCustomer(db, { userId, addressId });
  },
};
