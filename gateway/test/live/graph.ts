import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { decodeCursor, encodeCursor } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { execute, type GraphQLSchema, parse, validate } from 'graphql';
import type { Source } from '../../src/transport/source.ts';
import { ordersSdl, paymentsSdl } from './sdl.ts';

/** A step of a test order, as its domain announces it. */
export interface TestStep {
  readonly __typename: 'OrderUpdate';
  readonly orderId: string;
  readonly sequence: number;
  readonly kind: string;
  readonly at: string;
}

/** An order of the test graph: who may see it, and its log. */
export interface TestOrder {
  readonly id: string;
  readonly owner: string;
  courier?: string;
  businessId?: string;
  name: string;
  readonly log: TestStep[];
}

/** What the test subgraphs stand on, and a count of what they were asked. */
export interface Store {
  readonly orders: Map<string, TestOrder>;
  readonly carts: Map<string, number>;
  readonly placed: Map<string, string[]>;
  /** Open offers by courier. */
  readonly offers: Map<string, string[]>;
  readonly asked: { orders: number; payments: number; open: number; mostOpened: number };
  /** What an answer to what to send first waits for once it is made up. */
  held: Promise<void> | undefined;
  /** Thrown by the orders subgraph as long as it is set. */
  outage: boolean;
}

/** A store with nothing in it. */
export const emptyStore = (): Store => ({
  orders: new Map(),
  carts: new Map(),
  placed: new Map(),
  offers: new Map(),
  asked: { orders: 0, payments: 0, open: 0, mostOpened: 0 },
  held: undefined,
  outage: false,
});

interface Asking {
  readonly viewer: Viewer;
}

const AT = '2026-01-31T12:00:00.000Z';

/** A step with this number. */
export const stepOf = (orderId: string, sequence: number, kind = 'STATUS'): TestStep => ({
  __typename: 'OrderUpdate',
  orderId,
  sequence,
  kind,
  at: AT,
});

interface OpenArgs {
  readonly orderId: string;
  readonly after?: string;
  readonly first: number;
}

function ordersSchema(store: Store): GraphQLSchema {
  const own = (id: string, { viewer }: Asking) => {
    const order = store.orders.get(id);
    const isTheirs =
      order &&
      ([order.owner, order.courier].includes(viewer.id) || viewer.businessIds.includes(String(order.businessId)));
    return isTheirs ? order : null;
  };
  const trackingOpen = async ({ orderId, after, first }: OpenArgs, asking: Asking) => {
    store.asked.open += 1;
    const order = own(orderId, asking);
    if (!order) return null;
    if (!after) return [stepOf(orderId, order.log.length, 'SNAPSHOT')];
    const [, sequence] = decodeCursor(after, ['string', 'number']);
    const steps = order.log.filter((step) => step.sequence > sequence).slice(0, first);
    store.asked.mostOpened = Math.max(store.asked.mostOpened, steps.length);
    await store.held;
    return steps;
  };
  return buildSubgraphSchema({
    typeDefs: parse(ordersSdl),
    resolvers: {
      Query: {
        order: (_root: unknown, { id }: { id: string }, asking: Asking) => own(id, asking),
        orderTrackingOpen: (_root: unknown, args: OpenArgs, asking: Asking) => trackingOpen(args, asking),
        cartChangedOpen: (_root: unknown, _args: unknown, { viewer }: Asking) => [{ id: viewer.id }],
        sellerOrderPlacedOpen: (_root: unknown, { businessId }: { businessId: string }, { viewer }: Asking) =>
          viewer.businessIds.includes(businessId) ? (store.placed.get(businessId) ?? []).map((id) => ({ id })) : null,
        deliveryOffersOpen: (_root: unknown, _args: unknown, { viewer }: Asking) =>
          viewer.roles.includes('COURIER') ? (store.offers.get(viewer.id) ?? []).map((id) => ({ id })) : null,
      },
      Mutation: {
        rename: (_root: unknown, { id, name }: { id: string; name: string }, asking: Asking) => {
          const order = own(id, asking);
          return order ? Object.assign(order, { name }) : null;
        },
      },
      OrderUpdate: {
        __resolveReference: (keys: TestStep, asking: Asking) => (own(keys.orderId, asking) ? keys : null),
        cursor: ({ orderId, sequence }: TestStep) => encodeCursor([orderId, sequence]),
        order: ({ orderId }: TestStep, _args: unknown, asking: Asking) => own(orderId, asking),
      },
      Order: { padding: (_order: unknown, { size }: { size: number }) => 'x'.repeat(size) },
      Cart: {
        __resolveReference: ({ id }: { id: string }, { viewer }: Asking) => (id === viewer.id ? { id } : null),
        version: ({ id }: { id: string }) => store.carts.get(id) ?? 0,
      },
      SellerOrder: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id }: { id: string }) => `seller order ${id}`,
      },
      DeliveryOffer: {
        __resolveReference: ({ id }: { id: string }, { viewer }: Asking) =>
          (store.offers.get(viewer.id) ?? []).includes(id) ? { id } : null,
        name: ({ id }: { id: string }) => `offer ${id}`,
      },
    } as never,
  });
}

const paymentsSchema = (): GraphQLSchema =>
  buildSubgraphSchema({
    typeDefs: parse(paymentsSdl),
    resolvers: {
      Order: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        payment: ({ id }: { id: string }) => ({ id: `pay of ${id}`, status: 'PAID' }),
      },
    } as never,
  });

function source(name: 'orders' | 'payments', schema: GraphQLSchema, store: Store): Source {
  return {
    name,
    async ask({ document: { text }, variables, entities = [] }, { viewer }) {
      store.asked[name] += 1;
      if (store.outage && name === 'orders') throw publicError('UPSTREAM_UNAVAILABLE', 'not now');
      const document = parse(text);
      const errors = validate(schema, document);
      if (errors.length > 0) return { errors };
      const keys = entities.map(({ variable, values }) => [variable, values()]);
      const variableValues = { ...variables, ...Object.fromEntries(keys) };
      return execute({ schema, document, variableValues, contextValue: { viewer } });
    },
    checks: async () => ({}),
    close: async () => {},
  };
}

let composed: string | undefined;

/** The composed supergraph, with something of the orders subgraph changed. */
export function testSupergraph(change: (sdl: string) => string = (sdl) => sdl): string {
  const sdls = { orders: change(ordersSdl), payments: paymentsSdl };
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl) throw new Error(`the test graph does not compose: ${errors?.join()}`);
  return supergraphSdl;
}

/** Two subgraphs composed: orders with the live fields, payments with what it adds to an order. */
export function testGraph(store: Store) {
  composed ??= testSupergraph();
  const sources = new Map([
    ['orders', source('orders', ordersSchema(store), store)],
    ['payments', source('payments', paymentsSchema(), store)],
  ]);
  return { supergraphSdl: composed, sources };
}

/** A signed-in user of the test graph. */
export const testUser = (
  id: string,
  businessIds: readonly string[] = [],
  roles: readonly string[] = ['CUSTOMER'],
): Viewer => ({
  ...anonymous('gateway'),
  kind: 'user',
  id,
  name: id,
  roles,
  businessIds,
  sessionId: `ses_${id}`,
});
