import { readEnv } from '@app/kernel/env';
import { z } from 'zod';

/** How long a promise lasts. */
export interface HoldTerms {
  /** What the order is told. */
  readonly seconds: number;
  /** How much later the units are really given back, so that a confirmation on its way still finds them. */
  readonly graceSeconds: number;
}

/** Reads the settings. Throws ConfigurationRefused with everything that is wrong. */
export function readTerms(): HoldTerms {
  const env = readEnv('inventory', {
    INVENTORY_HOLD_SECONDS: z.coerce.number().int().min(1).max(86_400).default(1_800),
    INVENTORY_HOLD_GRACE_SECONDS: z.coerce.number().int().min(0).max(3_600).default(60),
  });
  return { seconds: env.INVENTORY_HOLD_SECONDS, graceSeconds: env.INVENTORY_HOLD_GRACE_SECONDS };
}
