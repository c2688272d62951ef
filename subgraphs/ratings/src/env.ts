import { readEnv } from '@app/kernel/env';
import { z } from 'zod';

/** How this domain is set up. */
export interface Settings {
  /** How long a rating waits for the news of its delivery, which may be a little slower than the customer. */
  readonly patienceMs: number;
}

/** Reads the settings. Throws ConfigurationRefused with everything that is wrong. */
export function readSettings(): Settings {
  const env = readEnv('ratings', { RATINGS_PATIENCE_MS: z.coerce.number().int().min(0).max(5_000).default(1_500) });
  return { patienceMs: env.RATINGS_PATIENCE_MS };
}
