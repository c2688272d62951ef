import { z } from 'zod';
import type { Plan } from './domain/checkout.plan.ts';

const minor = z.string().transform((value) => BigInt(value));
const place = z.object({ latitude: z.number(), longitude: z.number() });

/** A plan as it is stored: amounts are text. */
export const planShape: z.ZodType<Plan> = z.object({
  cartId: z.string(),
  method: z.enum(['ONLINE', 'WALLET', 'CASH']),
  currency: z.string(),
  notes: z.string().nullable(),
  customer: z.object({ name: z.string(), phone: z.string().nullable() }),
  address: z.record(z.string(), z.unknown()),
  dropoff: place,
  businesses: z.array(z.object({ id: z.string(), name: z.string(), pickup: place })),
  lines: z.array(
    z.object({
      cartLineId: z.string(),
      itemId: z.string(),
      businessId: z.string(),
      name: z.string(),
      imageUrl: z.string().nullable(),
      category: z.string().nullable(),
      unitMinor: minor,
      quantity: z.number().int(),
      taxBasisPoints: z.number().int(),
      deliveryFeeMinor: minor,
    }),
  ),
});
