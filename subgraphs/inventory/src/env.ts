import { readEnv } from '@app/kernel/env';
import { z } from 'zod';
import type { HoldTerms } from './domain/hold.lifecycle.ts';

/** Reads the settings. Throws ConfigurationRefused with everything that is wrong. */
export function readTerms(): HoldTerms {
  const env = readEnv('inventory', {
    INVENTORY_HOLD_SECONDS: z.coerce.number().int().min(1).max(86_400).default(1_800),
    INVENTORY_HOLD_GRACE_SECONDS: z.coerce.number().int().min(0).max(3_600).default(60),
    INVENTORY_HOLDS_PER_CUSTOMER: z.coerce.number().int().min(1).max(100_000).default(50),
    INVENTORY_UNITS_PER_CUSTOMER: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
  });
  return {
    seconds: env.INVENTORY_HOLD_SECONDS,
    graceSeconds: env.INVENTORY_HOLD_GRACE_SECONDS,
    promisesPerCustomer: env.INVENTORY_HOLDS_PER_CUSTOMER,
    unitsPerCustomer: env.INVENTORY_UNITS_PER_CUSTOMER,
  };
}
