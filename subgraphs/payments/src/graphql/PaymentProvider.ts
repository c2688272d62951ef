import { providerLabel } from '../domain/offer.ts';
import type { PaymentProviderResolvers } from '../generated/graphql.ts';

export const PaymentProvider: PaymentProviderResolvers = {
  name: ({ name }) => providerLabel(name),
};
