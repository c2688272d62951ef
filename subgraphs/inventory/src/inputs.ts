import { z } from 'zod';

const key = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => !text.includes('\0'), 'contains NUL');

/** A change of what is on hand. */
export const adjustShape = z.object({
  itemId: key,
  delta: z
    .number()
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((delta) => delta !== 0, 'must not be 0'),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !text.includes('\0'), 'contains NUL'),
  idempotencyKey: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => !text.includes('\0'), 'contains NUL'),
});

/** A promise that an order asks for. */
export const holdShape = z.object({
  orderId: key,
  customerId: key,
  lines: z
    .array(z.object({ itemId: key, quantity: z.number().int().min(1).max(100_000) }))
    .min(1)
    .max(500),
});

/** An order's id. */
export const orderIdShape = key;
