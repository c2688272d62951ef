import { ok, type Result, refuse } from '@app/kernel/result';
import { z } from 'zod';

/** A place as a client sends it. */
export const placeShape = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

/** An id as a client sends it. */
export const idShape = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => !text.includes('\0'), 'must not hold NUL');

/** Checks what a client sent, before anything is done with it; names the first field that is wrong. */
export function readInput<Shape extends z.ZodType>(
  shape: Shape,
  input: unknown,
): Result<z.output<Shape>, 'INVALID_INPUT'> {
  const read = shape.safeParse(input);
  if (read.success) return ok(read.data);
  const issue = read.error.issues[0];
  return refuse('INVALID_INPUT', issue?.message ?? 'This input cannot be used.', [
    'input',
    ...(issue?.path ?? []).map(String),
  ]);
}
