import type { PaymentDifferenceConnectionResolvers } from '../generated/graphql.ts';

export const PaymentDifferenceConnection: PaymentDifferenceConnectionResolvers = {
  totalCount: ({ count }) => count(),
};
