import { requireCaller } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';
import { orderingCustomer } from '../reads/ordering-customer.ts';
import { sessionState } from '../reads/session-state.ts';

export const Query: Required<Omit<QueryResolvers, '_entities' | '_service'>> = {
  me: (_root, _args, { viewer, users }) => (viewer.kind === 'user' ? users.load(viewer.id) : null),
  sessionState(_root, { id }, { viewer, db }) {
    requireCaller(viewer, 'gateway');
    return sessionState(db, id);
  },
  orderingCustomer(_root, { userId, addressId }, { viewer, db }) {
    requireCaller(viewer, 'orders');
    return orderingCustomer(db, { userId, addressId });
  },
};
