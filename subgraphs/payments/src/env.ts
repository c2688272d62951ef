import { readEnv } from '@app/kernel/env';
import { z } from 'zod';

const seconds = (standard: number) => z.coerce.number().int().min(1).default(standard);

/** This domain's settings, read and checked once at start. Throws ConfigurationRefused. */
export const paymentSettings = () =>
  readEnv('payments', {
    /** The currency of wallets. */
    PLATFORM_CURRENCY: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code')
      .default('EUR'),
    /** How long the pay page of an online payment can be used. */
    PAYMENTS_EXPIRE_SECONDS: seconds(30 * 60),
    /** After how long the provider is first asked about a payment it has not told us about. */
    PAYMENTS_RECONCILE_SECONDS: seconds(60),
    /** What customers read on the pay page. */
    PAYMENTS_MERCHANT_NAME: z.string().min(1).max(100).default('Orders & Delivery'),
    /** Where the provider reaches us, `http://…/webhooks/sandbox`. */
    PAYMENTS_WEBHOOK_URL: z.url(),
    /** Where the pay page leads back to. */
    PAYMENTS_RETURN_URL: z.url().optional(),
    SANDBOX_PROVIDER_URL: z.url(),
    SANDBOX_API_KEY: z.string().min(16, 'must have at least 16 characters'),
    /** Standard Webhooks secret shared with the provider. */
    SANDBOX_WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes in base64'),
  });

export type PaymentSettings = ReturnType<typeof paymentSettings>;
