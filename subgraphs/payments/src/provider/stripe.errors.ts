import Stripe from 'stripe';
import { ProviderRefused, ProviderUnavailable } from './port.ts';

const { StripeError, StripeInvalidRequestError, StripeCardError, StripeIdempotencyError } = Stripe.errors;
/** A key whose first request is still under way. */
const UNDER_WAY = 409;

/** Asks Stripe, and says in our words when it does not answer or will not do it. */
export async function asking<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw inOurWords(error);
  }
}

function inOurWords(error: unknown): unknown {
  if (!(error instanceof StripeError)) return error;
  const final = [StripeInvalidRequestError, StripeCardError, StripeIdempotencyError].some(
    (kind) => error instanceof kind,
  );
  return final && error.statusCode !== UNDER_WAY
    ? new ProviderRefused(`the provider answered ${error.statusCode}: ${error.message}`)
    : new ProviderUnavailable('the provider does not answer', { cause: error });
}
