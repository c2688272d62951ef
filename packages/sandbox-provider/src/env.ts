import { port, readEnv } from '@app/kernel/env';
import { z } from 'zod';
import type { ProviderOptions } from './start.ts';

/** Reads how the provider is to run from the environment. Throws ConfigurationRefused. */
export function optionsFromEnv(): ProviderOptions {
  const env = readEnv('sandbox-provider', {
    SANDBOX_PROVIDER_PORT: port(4090),
    SANDBOX_PROVIDER_HOST: z.string().optional(),
    SANDBOX_PROVIDER_PUBLIC_URL: z.url().optional(),
    SANDBOX_PROVIDER_DATA_DIR: z.string().optional(),
    SANDBOX_API_KEY: z.string().min(16, 'must have at least 16 characters'),
    SANDBOX_WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes in base64'),
  });
  return {
    apiKey: env.SANDBOX_API_KEY,
    webhookSecret: env.SANDBOX_WEBHOOK_SECRET,
    port: env.SANDBOX_PROVIDER_PORT,
    host: env.SANDBOX_PROVIDER_HOST,
    publicUrl: env.SANDBOX_PROVIDER_PUBLIC_URL,
    dataDir: env.SANDBOX_PROVIDER_DATA_DIR,
  };
}
