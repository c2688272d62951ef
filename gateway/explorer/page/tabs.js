// The tabs the explorer opens with. Each runs as it is.

const signIn = `# 1 · Sign in. The explorer keeps the token and
# sends it from now on. (Or click a name at the top.)
mutation SignIn {
  login(
    input: { email: "customer@demo.test", password: "demo-Passw0rd!" }
  ) {
    user { id name roles }
    session { accessToken expiresAt }
    userErrors { code message }
  }
}
`;

const browse = `# 2 · What is near Demo Bistro: menus, prices, stock.
# Open to everyone.
query Browse {
  businesses(near: { latitude: 52.52, longitude: 13.405 }, radiusMeters: 2000, first: 5) {
    totalCount
    edges {
      distanceMeters
      node {
        id
        name
        isOpen
        rating { average count }
        menu {
          id
          name
          available
          price { amount currencyCode }
          stock { available }
        }
      }
    }
  }
}
`;

const order = `# 3 · Fill the cart and check out; the key is new for
# each run. Then press "Pay now" at the top.
# tip: for the courier, part of the total. provider:
# one of paymentProviders; left out: the preferred one.
# @as customer
mutation Order($idempotencyKey: String!) {
  cartClear { userErrors { code } }
  cartAddItem(input: { itemId: "itm_demo_soup", quantity: 2 }) {
    cart { items { name quantity total { amount } } total { amount currencyCode } }
    userErrors { code message }
  }
  checkout(
    input: {
      addressId: "adr_demo_home"
      paymentMethod: ONLINE
      provider: SANDBOX
      tip: "1.50"
      idempotencyKey: $idempotencyKey
    }
  ) {
    order {
      id
      number
      status
      tip { amount }
      total { amount currencyCode }
      payment { id status url }
      sellerOrders { id status business { name } }
    }
    userErrors { code message path }
  }
}
`;

const track = `# 4 · Watch your last order live: a snapshot first,
# then every step, from all domains. The strip at the
# top does the same, whichever tab is open.
# @as customer
subscription Track($orderId: ID!) {
  orderTracking(orderId: $orderId) {
    cursor
    sequence
    kind
    at
    order {
      number
      status
      payment { id status }
      sellerOrders {
        id
        status
        delivery { id status etaSeconds handoverCode courier { name location { latitude longitude } } }
      }
    }
  }
}
`;

const kitchen = `# 5 · The kitchen: press play and choose, from top to
# bottom. $sellerOrderId is the order seen last.
# @as kitchen
query Kitchen {
  sellerOrders(
    businessId: "biz_demo_bistro"
    status: [PLACED, CONFIRMED, PREPARING, READY]
    first: 5
  ) {
    edges { node { id status total { amount } items { name quantity } } }
  }
}

mutation Accept($sellerOrderId: ID!) {
  sellerOrderAccept(input: { sellerOrderId: $sellerOrderId }) {
    sellerOrder { id status }
    userErrors { code message }
  }
}

mutation Prepare($sellerOrderId: ID!) {
  sellerOrderPrepare(input: { sellerOrderId: $sellerOrderId }) {
    sellerOrder { id status }
    userErrors { code message }
  }
}

mutation Ready($sellerOrderId: ID!) {
  sellerOrderReady(input: { sellerOrderId: $sellerOrderId }) {
    sellerOrder { id status }
    userErrors { code message }
  }
}

subscription OrdersComing {
  sellerOrderPlaced(businessId: "biz_demo_bistro") { id status total { amount } items { name quantity } }
}
`;

const courier = `# 6 · The courier: from top to bottom; the offer comes
# once the kitchen has accepted.
# @as courier
mutation Courier {
  courierSetOnline(
    input: { online: true, location: { latitude: 52.521, longitude: 13.406 } }
  ) {
    courier { name online }
    userErrors { code message }
  }
}

subscription Offers {
  deliveryOffers { id expiresAt pickup { latitude longitude } dropoff { latitude longitude } delivery { id status } }
}

mutation AcceptOffer($offerId: ID!) {
  deliveryOfferAccept(input: { offerId: $offerId }) {
    delivery { id status }
    userErrors { code message }
  }
}

mutation Arrive($deliveryId: ID!) {
  deliveryArrive(input: { deliveryId: $deliveryId }) {
    delivery { id status }
    userErrors { code message }
  }
}

mutation PickUp($deliveryId: ID!) {
  deliveryPickUp(input: { deliveryId: $deliveryId }) {
    delivery { id status }
    userErrors { code message }
  }
}

mutation Move {
  courierMove(input: { location: { latitude: 52.5185, longitude: 13.4095 } }) { courier { name } userErrors { code message } }
}

# The customer shows this code at the door;
# here it comes from the tracking.
mutation HandOver($deliveryId: ID!, $handoverCode: String!) {
  deliveryComplete(input: { deliveryId: $deliveryId, handoverCode: $handoverCode }) {
    delivery { id status }
    userErrors { code message }
  }
}
`;

const rate = `# 7 · Rate it, once it has been delivered.
# @as customer
mutation Rate($orderId: ID!) {
  ratingCreate(
    input: {
      orderId: $orderId
      subject: BUSINESS
      subjectId: "biz_demo_bistro"
      score: 5
      review: "Hot and quick."
    }
  ) {
    rating { id subject score review }
    userErrors { code message }
  }
}
`;

const ask = `# After a "login" mutation the explorer keeps the
# token and sends it from now on.
query Me {
  me { id name roles }
}
`;

/** The tabs to open with: the whole journey where the demo data is, otherwise a place to begin. */
export const tabsFor = (demo) =>
  (demo ? [signIn, browse, order, track, kitchen, courier, rate] : [browse, ask]).map((query) => ({ query }));
