import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { DeliveryRow } from '../db.ts';
import { mayKnowCode } from '../domain/access.ts';
import type { Delivery as DeliveryGql, DeliveryResolvers } from '../generated/graphql.ts';
import { wayLeft } from '../reads/eta.ts';

export const Delivery: ObjectResolvers<DeliveryResolvers, DeliveryGql, DeliveryRow> = {
  __resolveReference: (reference, { deliveries }) => {
    const id = keyText(reference.id);
    return id ? deliveries.byId.load(id) : null;
  },
  courier: ({ courierId }, _args, { couriers }) => (courierId ? couriers.load(courierId) : null),
  etaSeconds: async (delivery, _args, { viewer, couriers }) => (await wayLeft(couriers, viewer, delivery)).seconds,
  remainingMeters: async (delivery, _args, { viewer, couriers }) => (await wayLeft(couriers, viewer, delivery)).meters,
  trail: (delivery, _args, { trails }) =>
    trails.of(delivery).then((points) => points?.map(({ at, ...location }) => ({ at, location })) ?? null),
  handoverCode: (delivery, _args, { viewer }) => (mayKnowCode(viewer, delivery) ? delivery.handoverCode : null),
};
