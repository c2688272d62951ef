import { buildSubgraphSchema } from '@apollo/subgraph';
import { scalars } from '@app/kernel/graphql';
import { sdlOf } from '@app/schema/sdl';
import { parse } from 'graphql';
import type { Resolvers } from './generated/graphql.ts';
import { CommissionRule } from './graphql/CommissionRule.ts';
import { Mutation } from './graphql/Mutation.ts';
import { Order } from './graphql/Order.ts';
import { Payment } from './graphql/Payment.ts';
import { PaymentDifference } from './graphql/PaymentDifference.ts';
import { PaymentDifferenceConnection } from './graphql/PaymentDifferenceConnection.ts';
import { PaymentProvider } from './graphql/PaymentProvider.ts';
import { PaymentReconciliation } from './graphql/PaymentReconciliation.ts';
import { Payout } from './graphql/Payout.ts';
import { Query } from './graphql/Query.ts';
import { StatementLine } from './graphql/StatementLine.ts';
import { Wallet } from './graphql/Wallet.ts';

const resolvers: Partial<Resolvers> = {
  Query,
  Mutation,
  Order,
  Payment,
  PaymentProvider,
  PaymentReconciliation,
  PaymentDifference,
  PaymentDifferenceConnection,
  Wallet,
  StatementLine,
  Payout,
  CommissionRule,
};

/** The executable schema. Needs no database and no network, so tests and composition can use it alone. */
export const paymentsSchema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('payments')),
  resolvers: { ...scalars, ...resolvers } as never,
});
