import { z } from 'zod';
import type { Plan } from './domain/checkout.plan.ts';
import { openRecipient, sealRecipient } from './personal.ts';
import { jsonRows } from './rows.ts';

const minor = z.string().transform((value) => BigInt(value));
const place = z.object({ latitude: z.number(), longitude: z.number() });

const planShape = z.object({
  cartId: z.string(),
  method: z.enum(['ONLINE', 'WALLET', 'CASH']),
  // Plans that were kept before there were tips and a choice have neither.
  provider: z.string().nullable().default(null),
  tipMinor: minor.default(0n),
  currency: z.string(),
  notes: z.string().nullable(),
  recipient: z.string(),
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

/** The plan of this order as JSON to be kept: amounts are text, and its recipient is sealed. */
export const keptPlan = (orderId: string, { recipient, ...plan }: Plan): string =>
  jsonRows({ ...plan, recipient: sealRecipient(orderId, recipient) });

/** A kept plan as it was made. Throws for what is none. */
export function readPlan(orderId: string, kept: unknown): Plan {
  const { recipient, ...plan } = planShape.parse(kept);
  return { ...plan, recipient: openRecipient(orderId, recipient) };
}
