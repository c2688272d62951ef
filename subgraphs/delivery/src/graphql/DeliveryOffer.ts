import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { OfferRow } from '../db.ts';
import type { DeliveryOfferResolvers, DeliveryOffer as OfferGql } from '../generated/graphql.ts';
import { offeredJob } from '../reads/offered-job.ts';

export const DeliveryOffer: ObjectResolvers<DeliveryOfferResolvers, OfferGql, OfferRow> = {
  __resolveReference: (reference, { offers }) => {
    const id = keyText(reference.id);
    return id ? offers.byId.load(id) : null;
  },
  delivery: (offer, _args, { deliveries }) => offeredJob(deliveries, offer),
  pickup: async (offer, _args, { deliveries }) => {
    const { pickupLatitude, pickupLongitude } = await offeredJob(deliveries, offer);
    return { latitude: pickupLatitude, longitude: pickupLongitude };
  },
  dropoff: async (offer, _args, { deliveries }) => {
    const { dropoffLatitude, dropoffLongitude } = await offeredJob(deliveries, offer);
    return { latitude: dropoffLatitude, longitude: dropoffLongitude };
  },
};
