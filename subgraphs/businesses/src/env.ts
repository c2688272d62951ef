import { readEnv } from '@app/kernel/env';
import { z } from 'zod';

/** How this domain is set up. */
export interface Settings {
  /** How old a menu may be that is shown to browsing clients; orders are never priced from it. 0 reads it anew each time. */
  readonly menuMaxAgeMs: number;
}

/** Reads the settings. Throws ConfigurationRefused with everything that is wrong. */
export function readSettings(): Settings {
  const env = readEnv('businesses', {
    BUSINESSES_MENU_MAX_AGE_MS: z.coerce.number().int().min(0).max(1_000).default(900),
  });
  return { menuMaxAgeMs: env.BUSINESSES_MENU_MAX_AGE_MS };
}
