import { z } from 'zod';

const noNul = (text: string): boolean => !text.includes('\0');
const key = z.string().min(1).max(64).refine(noNul, 'contains NUL');
const words = (max: number) => z.string().trim().min(1).max(max).refine(noNul, 'contains NUL');
const idempotencyKey = z.string().min(1).max(200).refine(noNul, 'contains NUL');
const units = z.number().int().min(0).max(1_000_000_000);
const position = z.number().int().min(0).max(1_000_000);

/** Why something is changed, for the log. */
const reason = words(200);

/** A change of what is on hand. */
export const adjustShape = z.object({
  itemId: key,
  delta: z
    .number()
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((delta) => delta !== 0, 'must not be 0'),
  reason,
  locationId: key.nullish().transform((id) => id ?? undefined),
  idempotencyKey,
});

/** A count of what is on hand. */
export const setShape = z.object({
  levels: z
    .array(
      z.object({
        itemId: key,
        locationId: key.nullish().transform((id) => id ?? undefined),
        expectedOnHand: units,
        onHand: units,
      }),
    )
    .min(1)
    .max(500),
  reason,
  idempotencyKey,
});

/** A move from one location to another. */
export const transferShape = z.object({
  itemId: key,
  fromLocationId: key,
  toLocationId: key,
  quantity: z.number().int().min(1).max(1_000_000),
  reason,
  idempotencyKey,
});

/** An item's rules. */
export const rulesShape = z.object({
  itemId: key,
  lowStockThreshold: units.nullish(),
  limitPerCustomer: units.min(1).nullish(),
});

/** A new location. */
export const locationShape = z.object({
  businessId: key,
  name: words(100),
  position: position.default(0),
  idempotencyKey,
});

/** What is to be different about a location. */
export const locationUpdateShape = z.object({
  locationId: key,
  name: words(100).nullish(),
  position: position.nullish(),
});

/** A promise that an order asks for. */
export const holdShape = z.object({
  orderId: key,
  customerId: key,
  lines: z
    .array(z.object({ itemId: key, quantity: z.number().int().min(1).max(100_000) }))
    .min(1)
    .max(500),
  insteadOf: key.nullish(),
});

/** An order's id. */
export const orderIdShape = key;
