import { z } from 'zod';
import type { Customer, Offer } from './domain/offer.ts';

const minor = z.union([z.bigint(), z.string().regex(/^-?\d+$/)]).transform((value) => BigInt(value));
const place = z.object({ latitude: z.number(), longitude: z.number() });
const refusals = z.array(z.object({ code: z.string(), message: z.string() }));

/** An item as its business sells it now. */
const offerShape: z.ZodType<Offer> = z.object({
  id: z.string(),
  name: z.string(),
  imageUrl: z.string().nullable(),
  category: z.string().nullable(),
  priceMinor: minor,
  currencyCode: z.string().length(3),
  available: z.boolean(),
  business: z.object({
    id: z.string(),
    name: z.string(),
    isOpen: z.boolean(),
    location: place,
    taxBasisPoints: z.number().int(),
    deliveryFeeMinor: minor,
  }),
});

/** Who orders, and where to. */
const orderingCustomerShape: z.ZodType<Customer> = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  address: z.object({
    id: z.string(),
    line1: z.string(),
    line2: z.string().nullable(),
    city: z.string(),
    state: z.string().nullable(),
    country: z.string(),
    postalCode: z.string(),
    contactName: z.string().nullable(),
    contactPhone: z.string().nullable(),
    location: place.nullable(),
  }),
});

/** The neighbours' answers, which are checked like anything else that comes from outside. */
export const offersShape = z.object({ itemsForOrder: z.array(offerShape) });
export const stockShape = z.object({
  stockLevels: z.array(z.object({ itemId: z.string(), available: z.number().int() })),
});
export const customerShape = z.object({ orderingCustomer: orderingCustomerShape.nullable() });
export const heldShape = z.object({
  stockHold: z.object({ shortItemIds: z.array(z.string()), userErrors: refusals }),
});
export const releasedShape = z.object({ stockRelease: z.boolean() });
export const providersShape = z.object({ paymentProviders: z.array(z.object({ name: z.string() })) });
export const openedShape = z.object({
  paymentOpen: z.object({ payment: z.object({ id: z.string(), status: z.string() }).nullable(), userErrors: refusals }),
});
export const voidedShape = z.object({ paymentVoid: z.boolean() });
