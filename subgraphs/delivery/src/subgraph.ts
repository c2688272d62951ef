import { buildSubgraphSchema } from '@apollo/subgraph';
import { scalars } from '@app/kernel/graphql';
import { sdlOf } from '@app/schema/sdl';
import { parse } from 'graphql';
import type { Resolvers } from './generated/graphql.ts';
import { Courier } from './graphql/Courier.ts';
import { Delivery } from './graphql/Delivery.ts';
import { DeliveryOffer } from './graphql/DeliveryOffer.ts';
import { Mutation } from './graphql/Mutation.ts';
import { Query } from './graphql/Query.ts';
import { SellerOrder } from './graphql/SellerOrder.ts';

const resolvers: Partial<Resolvers> = { ...scalars, Query, Mutation, SellerOrder, Delivery, Courier, DeliveryOffer };

/** The executable schema. Needs no database and no network. */
export const deliverySchema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('delivery')),
  resolvers: resolvers as never,
});
