import { createHash } from 'node:crypto';
import { refuse } from '@app/kernel/result';
import type { z } from 'zod';

/** The first thing that is wrong with an input. */
export function invalid(error: z.ZodError, path: readonly string[] = ['input']) {
  const [issue] = error.issues;
  const where = [...path, ...(issue?.path ?? []).map(String)];
  return refuse('INVALID_INPUT', `${where.at(-1) ?? 'input'}: ${issue?.message ?? 'not valid'}.`, where);
}

/** A fingerprint of an input, to know a repetition from another request. */
export const fingerprint = (input: unknown): string => createHash('sha256').update(JSON.stringify(input)).digest('hex');
