import { ok, type Refusal, type Result, refuse } from '@app/kernel/result';
import { z } from 'zod';

/** An e-mail as it is compared: trimmed, lower case. */
export const email = z
  .string()
  .max(300)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email().max(254));

/** One line of text for people: trimmed, no control characters (NUL among them). */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u);

/** A phone number as people write it. */
export const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d ()./-]{5,30}$/);

/** Roles that somebody may give themselves. */
export const SELF_CHOSEN = ['CUSTOMER', 'BUSINESS', 'COURIER'] as const;

/** Reads a mutation's input by its shape; a refusal names the first field that is not usable. */
export function readInput<T>(shape: z.ZodType<T>, input: unknown): Result<T, 'INVALID_INPUT'> {
  const read = shape.safeParse(input);
  return read.success ? ok(read.data) : invalid(read.error.issues[0]?.path.map(String) ?? []);
}

const invalid = (path: readonly string[]): Refusal<'INVALID_INPUT'> =>
  refuse('INVALID_INPUT', `"${path.join('.')}" is not usable.`, ['input', ...path]);
