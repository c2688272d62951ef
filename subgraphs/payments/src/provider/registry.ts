import type { PaymentSettings } from '../env.ts';
import { type PaymentProvider, type ProviderName, ProviderUnavailable } from './port.ts';
import { razorpayProvider } from './razorpay.ts';
import { sandboxProvider } from './sandbox.ts';
import { stripeProvider } from './stripe.ts';
import { xenditProvider } from './xendit.ts';

/** The providers that have keys. One without is not offered. */
export interface Providers {
  /** The preferred one first. */
  readonly offered: readonly PaymentProvider[];
  /** The one a payment is at. Throws ProviderUnavailable when its keys were taken away. */
  named(name: string | null): PaymentProvider;
}

/** Opens the providers that the settings have keys for. */
export function openProviders(settings: PaymentSettings): Providers {
  const opened = [stripeOf(settings), razorpayOf(settings), xenditOf(settings), sandboxOf(settings)].filter(
    (provider) => provider !== null,
  );
  const rank = ({ name }: { name: ProviderName }) => (name === settings.PAYMENTS_PREFERRED_PROVIDER ? 0 : 1);
  return {
    offered: opened.sort((a, b) => rank(a) - rank(b)),
    named(name) {
      const provider = opened.find((one) => one.name === name);
      if (provider) return provider;
      throw new ProviderUnavailable(`the provider "${name}" has no keys here`);
    },
  };
}

type Given = PaymentSettings;

const stripeOf = (given: Given) =>
  given.STRIPE_SECRET_KEY && given.STRIPE_WEBHOOK_SECRET && given.PAYMENTS_RETURN_URL
    ? stripeProvider({
        url: given.STRIPE_API_URL,
        secretKey: given.STRIPE_SECRET_KEY,
        webhookSecret: given.STRIPE_WEBHOOK_SECRET,
        returnUrl: given.PAYMENTS_RETURN_URL,
      })
    : null;

const razorpayOf = (given: Given) =>
  given.RAZORPAY_KEY_ID && given.RAZORPAY_KEY_SECRET && given.RAZORPAY_WEBHOOK_SECRET
    ? razorpayProvider({
        url: given.RAZORPAY_API_URL,
        keyId: given.RAZORPAY_KEY_ID,
        keySecret: given.RAZORPAY_KEY_SECRET,
        webhookSecret: given.RAZORPAY_WEBHOOK_SECRET,
        returnUrl: given.PAYMENTS_RETURN_URL ?? null,
      })
    : null;

const xenditOf = (given: Given) =>
  given.XENDIT_SECRET_KEY && given.XENDIT_CALLBACK_TOKEN
    ? xenditProvider({
        url: given.XENDIT_API_URL,
        secretKey: given.XENDIT_SECRET_KEY,
        callbackToken: given.XENDIT_CALLBACK_TOKEN,
        returnUrl: given.PAYMENTS_RETURN_URL ?? null,
      })
    : null;

const sandboxOf = (given: Given) =>
  given.SANDBOX_PROVIDER_URL && given.SANDBOX_API_KEY && given.SANDBOX_WEBHOOK_SECRET && given.PAYMENTS_WEBHOOK_URL
    ? sandboxProvider({
        url: given.SANDBOX_PROVIDER_URL,
        apiKey: given.SANDBOX_API_KEY,
        webhookSecret: given.SANDBOX_WEBHOOK_SECRET,
        webhookUrl: given.PAYMENTS_WEBHOOK_URL,
        returnUrl: given.PAYMENTS_RETURN_URL ?? null,
        merchant: given.PAYMENTS_MERCHANT_NAME,
      })
    : null;
