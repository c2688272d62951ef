const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])';

/** Orders of the test graph, with every live field. */
export const ordersSdl = `${LINK}
type Query {
  order(id: ID!): Order
  orderTrackingOpen(orderId: ID!, after: String, first: Int! = 256): [OrderUpdate!] @inaccessible
  cartChangedOpen: [Cart!] @inaccessible
  sellerOrderPlacedOpen(businessId: ID!): [SellerOrder!] @inaccessible
  deliveryOffersOpen: [DeliveryOffer!] @inaccessible
}
type Mutation { rename(id: ID!, name: String!): Order }
type Subscription {
  orderTracking(orderId: ID!, after: String): OrderUpdate!
  cartChanged: Cart!
  sellerOrderPlaced(businessId: ID!): SellerOrder!
  deliveryOffers: DeliveryOffer!
}
type OrderUpdate @key(fields: "orderId sequence kind at") {
  orderId: ID! @inaccessible
  cursor: String!
  sequence: Int!
  kind: String!
  at: String!
  order: Order!
}
type Order @key(fields: "id") { id: ID!  name: String!  padding(size: Int = 0): String! }
type Cart @key(fields: "id") { id: ID!  version: Int! }
type SellerOrder @key(fields: "id") { id: ID!  name: String! }
type DeliveryOffer @key(fields: "id") { id: ID!  name: String! }`;

/** What payments adds to an order of the test graph. */
export const paymentsSdl = `${LINK}
type Query { ping: Boolean }
type Order @key(fields: "id") { id: ID!  payment: Payment }
type Payment { id: ID!  status: String! }`;
