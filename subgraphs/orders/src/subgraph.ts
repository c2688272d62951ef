import { buildSubgraphSchema } from '@apollo/subgraph';
import { scalars } from '@app/kernel/graphql';
import { sdlOf } from '@app/schema/sdl';
import { parse } from 'graphql';
import type { Resolvers } from './generated/graphql.ts';
import { Cart, CartItem } from './graphql/Cart.ts';
import { Mutation } from './graphql/Mutation.ts';
import { Order, OrderConnection, OrderHistoryEntry, OrderItem } from './graphql/Order.ts';
import { OrderUpdate } from './graphql/OrderUpdate.ts';
import { Query } from './graphql/Query.ts';
import { SellerOrder, SellerOrderConnection } from './graphql/SellerOrder.ts';

const resolvers: Partial<Resolvers> = {
  Query,
  Mutation,
  Cart,
  CartItem,
  Order,
  OrderConnection,
  OrderHistoryEntry,
  OrderItem,
  OrderUpdate,
  SellerOrder,
  SellerOrderConnection,
};

/** The executable schema. Needs no database and no network, so a server, the gateway's process or a test can mount it. */
export const ordersSchema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('orders')),
  resolvers: { ...scalars, ...resolvers } as never,
});
