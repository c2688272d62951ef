import { z } from 'zod';

/** How the provider misbehaves: for everything, or for one session. What is left out behaves well. */
export const scriptInput = z.strictObject({
  /** `late`: after `delayMs`. `duplicated`: three times. `reordered`: held for `delayMs`, newest first. `lost`: never. */
  webhooks: z.enum(['normal', 'late', 'duplicated', 'reordered', 'lost']).default('normal'),
  delayMs: z.int().min(0).max(3_600_000).default(5_000),
  /** Of so many next sessions and refunds the answer is lost after the work was done. */
  lostAnswers: z.int().min(0).max(1_000).default(0),
  /** A session whose time is over, or that was closed, can be paid all the same. */
  paysAfterExpiry: z.boolean().default(false),
  /** `partly-refused`: only all that is left goes back. `pending`, `failing`: settled after `delayMs`, well or not. */
  refunds: z.enum(['normal', 'refused', 'partly-refused', 'pending', 'failing']).default('normal'),
});

/** What is to go wrong. */
export type Script = z.output<typeof scriptInput>;

/** Nothing goes wrong. */
export const wellBehaved: Script = scriptInput.parse({});
