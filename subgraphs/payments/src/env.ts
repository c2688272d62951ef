import { fieldKeys } from '@app/kernel/cipher';
import { ConfigurationRefused, readEnv } from '@app/kernel/env';
import { z } from 'zod';
import { providerNames } from './provider/port.ts';

const seconds = (standard: number) => z.coerce.number().int().min(1).default(standard);
const secret = z.string().min(16, 'must have at least 16 characters').optional();
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** What each provider needs; one of which nothing is set is not offered, one of which a part is set is a mistake. */
const needs = {
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  razorpay: ['RAZORPAY_KEY_ID', 'RAZORPAY_KEY_SECRET', 'RAZORPAY_WEBHOOK_SECRET'],
  xendit: ['XENDIT_SECRET_KEY', 'XENDIT_CALLBACK_TOKEN'],
  sandbox: ['SANDBOX_PROVIDER_URL', 'SANDBOX_API_KEY', 'SANDBOX_WEBHOOK_SECRET'],
} as const;

/** This domain's settings, read and checked once at start. Throws ConfigurationRefused. */
export function paymentSettings() {
  const settings = readEnv('payments', {
    /** Seal what providers say of those who pay, the newest first. */
    PAYMENTS_FIELD_KEYS: fieldKeys,
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
    /** Where the pay page leads back to. */
    PAYMENTS_RETURN_URL: z.url().optional(),
    /** The provider a payment goes to when its customer names none. */
    PAYMENTS_PREFERRED_PROVIDER: z.enum(providerNames).optional(),
    STRIPE_API_URL: address.default('https://api.stripe.com'),
    STRIPE_SECRET_KEY: secret,
    STRIPE_WEBHOOK_SECRET: secret,
    RAZORPAY_API_URL: address.default('https://api.razorpay.com'),
    RAZORPAY_KEY_ID: z.string().min(8).optional(),
    RAZORPAY_KEY_SECRET: secret,
    RAZORPAY_WEBHOOK_SECRET: secret,
    XENDIT_API_URL: address.default('https://api.xendit.co'),
    XENDIT_SECRET_KEY: secret,
    XENDIT_CALLBACK_TOKEN: secret,
    SANDBOX_PROVIDER_URL: address.optional(),
    SANDBOX_API_KEY: secret,
    /** Standard Webhooks secret shared with the sandbox. */
    SANDBOX_WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes in base64')
      .optional(),
    /** Where the sandbox reaches us, `http://…/webhooks/sandbox`; the others are told in their dashboards. */
    PAYMENTS_WEBHOOK_URL: z.url().optional(),
  });
  const problems = problemsOf(settings);
  if (problems.length > 0)
    throw new ConfigurationRefused(`payments cannot start; its configuration has problems:\n${problems.join('\n')}`);
  return settings;
}

export type PaymentSettings = ReturnType<typeof paymentSettings>;

function problemsOf(settings: object): string[] {
  const isSet = (name: string): boolean => Reflect.get(settings, name) !== undefined;
  const wanted = providerNames.filter((name) => needs[name].some(isSet));
  const missing = wanted.flatMap((name) =>
    needs[name]
      .filter((key) => !isSet(key))
      .map((key) => `  ${key}: ${name} needs it, or none of ${needs[name].join(', ')}`),
  );
  if (wanted.includes('stripe') && !isSet('PAYMENTS_RETURN_URL'))
    missing.push('  PAYMENTS_RETURN_URL: stripe needs it');
  if (wanted.includes('sandbox') && !isSet('PAYMENTS_WEBHOOK_URL'))
    missing.push('  PAYMENTS_WEBHOOK_URL: sandbox needs it');
  return wanted.length > 0 ? missing : ['  no payment provider has keys; online payment needs one'];
}
