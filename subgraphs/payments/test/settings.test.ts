import { ConfigurationRefused } from '@app/kernel/env';
import { paymentSettings } from '../src/env.ts';
import { openProviders } from '../src/provider/registry.ts';

const SANDBOX = {
  PAYMENTS_FIELD_KEYS: `a:${Buffer.alloc(32, 7).toString('base64')}`,
  SANDBOX_PROVIDER_URL: 'http://localhost:4090',
  SANDBOX_API_KEY: 'a-key-of-the-sandbox',
  SANDBOX_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  PAYMENTS_WEBHOOK_URL: 'http://localhost:4004/webhooks/sandbox',
};
const STRIPE = { STRIPE_SECRET_KEY: 'sk_test_0123456789', STRIPE_WEBHOOK_SECRET: 'whsec_0123456789' };
const RETURN = { PAYMENTS_RETURN_URL: 'https://shop.example/paid' };
const XENDIT = { XENDIT_SECRET_KEY: 'xnd_development_1', XENDIT_CALLBACK_TOKEN: 'a-callback-token' };

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});
function read(variables: Record<string, string>) {
  process.env = { ...variables };
  return openProviders(paymentSettings());
}
const offered = (variables: Record<string, string>) => read(variables).offered.map(({ name }) => name);

describe('the settings', () => {
  it('offer the providers that have keys, the preferred one first', () => {
    expect(offered(SANDBOX)).toEqual(['sandbox']);
    expect(offered({ ...SANDBOX, ...STRIPE, ...RETURN, ...XENDIT })).toEqual(['stripe', 'xendit', 'sandbox']);
    expect(offered({ ...SANDBOX, ...XENDIT, PAYMENTS_PREFERRED_PROVIDER: 'sandbox' })).toEqual(['sandbox', 'xendit']);
    expect(offered({ PAYMENTS_FIELD_KEYS: SANDBOX.PAYMENTS_FIELD_KEYS, ...STRIPE, ...RETURN })).toEqual(['stripe']);
  });

  it.each([
    ['no provider at all', { PAYMENTS_FIELD_KEYS: SANDBOX.PAYMENTS_FIELD_KEYS }, /no payment provider has keys/],
    ['no keys to seal with', { ...SANDBOX, PAYMENTS_FIELD_KEYS: '' }, /PAYMENTS_FIELD_KEYS/],
    ['half of a provider', { ...SANDBOX, STRIPE_SECRET_KEY: 'sk_test_0123456789', ...RETURN }, /STRIPE_WEBHOOK_SECRET/],
    ['Stripe without a page to return to', { ...SANDBOX, ...STRIPE }, /PAYMENTS_RETURN_URL/],
    ['a secret that is too short', { ...SANDBOX, SANDBOX_API_KEY: 'short' }, /SANDBOX_API_KEY/],
  ])('refuse to start with %s', (_what, variables, problem) => {
    expect(() => read(variables as Record<string, string>)).toThrow(ConfigurationRefused);
    expect(() => read(variables as Record<string, string>)).toThrow(problem);
  });

  it('do not look after payments at a provider whose keys are gone', () => {
    expect(() => read(SANDBOX).named('stripe')).toThrow('has no keys');
  });
});
