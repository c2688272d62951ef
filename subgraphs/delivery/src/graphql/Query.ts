import { hasRole, requireCaller, requireRole } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: Required<QueryResolvers> = {
  courier: (_root, _args, { viewer, couriers }) => {
    requireRole(viewer, 'COURIER');
    return couriers.own();
  },
  deliveryOffersOpen: (_root, _args, { viewer, offers }) => {
    requireCaller(viewer, 'gateway');
    return hasRole(viewer, 'COURIER') ? offers.open() : null;
  },
};
