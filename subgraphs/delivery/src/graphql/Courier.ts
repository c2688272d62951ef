import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { Courier as CourierGql, CourierResolvers } from '../generated/graphql.ts';
import type { CourierView } from '../reads/courier.loader.ts';

export const Courier: ObjectResolvers<CourierResolvers, CourierGql, CourierView> = {
  __resolveReference: (reference, { couriers }) => {
    const id = keyText(reference.id);
    return id ? couriers.load(id) : null;
  },
  location: (courier, _args, { couriers }) => couriers.location(courier),
};
