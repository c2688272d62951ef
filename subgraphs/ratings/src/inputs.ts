import { z } from 'zod';

// PostgreSQL text cannot hold NUL, and nothing a person types holds other control characters than line ends and tabs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const words = z.string().refine((text) => !CONTROL.test(text), 'Control characters cannot be used.');
const id = words.min(1, 'Must not be empty.').max(64, 'At most 64 characters.');

/** What a rating takes. A review is counted in characters as people see code points, not in UTF-16 units. */
export const ratingShape = z.object({
  orderId: id,
  subject: z.enum(['ORDER', 'BUSINESS', 'COURIER']),
  subjectId: id,
  score: z.number().int('A whole number.').min(1, 'From 1 to 5.').max(5, 'From 1 to 5.'),
  review: words
    .nullish()
    .transform((text) => text?.trim() || null)
    .refine((text) => text === null || [...text].length <= 2_000, 'At most 2,000 characters.'),
});
