import { ok, type Result, refuse } from '@app/kernel/result';
import { z } from 'zod';
import { holdsCardNumber } from './domain/notes.ts';

// PostgreSQL text cannot hold NUL, and nothing a person types holds other control characters than line ends and tabs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const words = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .refine((text) => !CONTROL.test(text), 'Control characters cannot be used.');
const shown = (max: number) => words(max).refine((text) => !holdsCardNumber(text), 'Never write a card number here.');
const optional = (max: number) =>
  shown(max)
    .nullish()
    .transform((text) => text?.trim() || null);

/** 8 to 128 characters of the client's choice. */
const idempotencyKey = words(128).min(8, 'At least 8 characters.');
const id = words(64).min(1);

const optionalWord = (max: number) =>
  words(max)
    .nullish()
    .transform((text) => text ?? undefined);

/** What checkout takes. What was added later is left out where it is not given: keys of before know nothing of it. */
export const checkoutInput = z
  .object({
    addressId: id,
    paymentMethod: z.enum(['ONLINE', 'WALLET', 'CASH']),
    idempotencyKey,
    expectedTotal: words(40)
      .nullish()
      .transform((text) => text ?? null),
    notes: optional(500),
    tip: optionalWord(40),
    provider: optionalWord(20),
  })
  .refine(({ paymentMethod, provider }) => provider === undefined || paymentMethod === 'ONLINE', {
    path: ['provider'],
    message: 'Only an online payment goes to a provider.',
  });

/** What calling an order off takes. */
export const cancelInput = z.object({ orderId: id, reason: optional(200), idempotencyKey });

/** What a kitchen's move takes. */
export const moveInput = z.object({
  sellerOrderId: id,
  reason: optional(200),
  idempotencyKey: idempotencyKey.nullish(),
});

/** The input if it is usable; otherwise which of its fields is not, and why. */
export function usable<Shape extends z.ZodType>(
  shape: Shape,
  input: unknown,
): Result<z.output<Shape>, 'INVALID_INPUT'> {
  const read = shape.safeParse(input);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return refuse('INVALID_INPUT', issue?.message ?? 'Not usable.', ['input', ...(issue?.path.map(String) ?? [])]);
}
