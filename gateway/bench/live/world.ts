import type { Args, Row } from '../worlds/answer.ts';
import { users } from '../worlds/sessions.ts';
import type { World } from '../worlds/world.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';

/** A step of an order as its domain announces it; `at` is when that was. */
export interface Step extends Row {
  readonly __typename: 'OrderUpdate';
  readonly orderId: string;
  readonly sequence: number;
  readonly kind: string;
  readonly at: string;
}

const order = (id: string): Row => ({ __typename: 'Order', id, name: `Order ${id}`, status: 'PREPARING' });

/** A step with everything that the orders subgraph knows of it. */
export const updateOf = (step: Row): Row => ({
  ...step,
  cursor: Buffer.from(JSON.stringify([step.orderId, step.sequence])).toString('base64url'),
  order: order(String(step.orderId)),
});

const withPayment = ({ id }: Row): Row => ({
  ...order(String(id)),
  payment: { __typename: 'Payment', status: 'PAID', amount: 1250 },
});

const withDelivery = ({ id }: Row): Row => ({
  ...order(String(id)),
  delivery: { __typename: 'Delivery', status: 'ASSIGNED', etaSeconds: 600 },
});

const paymentsSdl = `${LINK} type Query { payments: Boolean } type Order @key(fields: "id") { id: ID! payment: Payment }
  type Payment { status: String! amount: Int! }`;

const deliverySdl = `${LINK} type Query { deliveries: Boolean } type Order @key(fields: "id") { id: ID! delivery: Delivery }
  type Delivery { status: String! etaSeconds: Int! }`;

type Entity = (representation: Row) => Row;
const entities = (of: readonly (readonly [type: string, entity: Entity])[]) => Object.fromEntries(of);

/** Orders with a live field, and two subgraphs that add to an order. `log` has each order's steps so far. */
export const liveWorld = (log: (orderId: string) => readonly Step[]): World => ({
  name: 'live',
  subgraphs: {
    orders: {
      sdl: ordersSdl,
      query: { orderTrackingOpen: (args: Args) => opened(args, log(String(args.orderId))) },
      entities: entities([
        ['OrderUpdate', updateOf],
        ['Order', ({ id }) => order(String(id))],
      ]),
    },
    payments: { sdl: paymentsSdl, query: { payments: true }, entities: entities([['Order', withPayment]]) },
    users,
    delivery: { sdl: deliverySdl, query: { deliveries: true }, entities: entities([['Order', withDelivery]]) },
  },
});

/** The orders subgraph's schema. */
export const ordersSdl = `${LINK}
type Query { order(id: ID!): Order orderTrackingOpen(orderId: ID!, after: String, first: Int! = 256): [OrderUpdate!] }
type Subscription { orderTracking(orderId: ID!, after: String): OrderUpdate! }
type OrderUpdate @key(fields: "orderId sequence kind at") {
  orderId: ID! sequence: Int! kind: String! at: String! cursor: String! order: Order!
}
type Order @key(fields: "id") { id: ID! name: String! status: String! }`;

function opened({ orderId, after, first }: Args, steps: readonly Step[]): Row[] {
  const last = steps.at(-1)?.sequence ?? 0;
  const at = new Date().toISOString();
  if (typeof after !== 'string')
    return [updateOf({ __typename: 'OrderUpdate', orderId, sequence: last, kind: 'SNAPSHOT', at })];
  const [, sequence] = JSON.parse(Buffer.from(after, 'base64url').toString()) as [string, number];
  return steps
    .filter((step) => step.sequence > sequence)
    .slice(0, Number(first))
    .map(updateOf);
}

/** What every client of the bench asks; `mark` makes it another question than everybody else's. */
export const trackingQuery = (mark = ''): string => `subscription Track($orderId: ID!, $after: String) {
  orderTracking(orderId: $orderId, after: $after) { cursor sequence kind at
    order { id ${mark && `name${mark}: name`} name status payment { status amount } delivery { status etaSeconds } } } }`;
