import { type Peers, PeerUnavailable } from '@app/kernel/peers';
import type { Refusal } from '@app/kernel/result';
import { ok, type Result, refuse } from '@app/kernel/result';
import type { Viewer } from '@app/kernel/viewer';
import type { z } from 'zod';
import type { PaymentMethod } from './db.ts';
import type { Customer, Offer } from './domain/offer.ts';
import {
  customerShape,
  heldShape,
  offersShape,
  openedShape,
  providersShape,
  releasedShape,
  stockShape,
  voidedShape,
} from './neighbours.shapes.ts';

/** What stock is asked for. */
export interface StockLine {
  readonly itemId: string;
  readonly quantity: number;
}

/** What the one payment of an order is opened for. */
export interface PaymentRequest {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly businessIds: readonly string[];
  readonly method: PaymentMethod;
  readonly amountMinor: bigint;
  readonly currencyCode: string;
  /** Where an online payment is to go; null: wherever payments prefer. */
  readonly provider: string | null;
}

/** STOCK_UNAVAILABLE: nothing can be held under this order's name any more; under another one it can. */
type HoldRefusal = 'OUT_OF_STOCK' | 'HOLD_LIMIT' | 'ITEM_UNAVAILABLE' | 'STOCK_UNAVAILABLE';

/** PROVIDER_NOT_OFFERED: not the one that was asked for. PAYMENT_UNAVAILABLE: nobody can take a payment now. */
type PaymentRefusal = 'INSUFFICIENT_FUNDS' | 'PROVIDER_NOT_OFFERED' | 'PAYMENT_UNAVAILABLE';

/** What orders asks of its neighbours and needs an answer to at once. Everything is repeatable; all of it throws PeerUnavailable. */
export interface Neighbours {
  offers(itemIds: readonly string[]): Promise<Offer[]>;
  /** What could be promised of each tracked item, to a customer whose unfinished orders are `ownOrderIds`. */
  stock(itemIds: readonly string[], ownOrderIds?: readonly string[]): Promise<Map<string, number>>;
  /** Null: no such address of theirs. Also for an account that was suspended in the seconds before its session ends. */
  customer(userId: string, addressId: string): Promise<Customer | null>;
  hold(
    /** `insteadOf`: the customer's earlier attempt that was given up, which makes room for this one. */
    order: { orderId: string; customerId: string; insteadOf?: string | undefined },
    lines: readonly StockLine[],
  ): Promise<Result<null, HoldRefusal> & { shortItemIds?: readonly string[] }>;
  release(orderId: string): Promise<void>;
  /** Where an online payment in this currency can go, the preferred one first. */
  providers(currencyCode: string): Promise<readonly string[]>;
  /** Whether the money is here already. */
  openPayment(request: PaymentRequest): Promise<Result<{ paid: boolean }, PaymentRefusal>>;
  voidPayment(orderId: string): Promise<void>;
}

const OFFERS = /* GraphQL */ `
  query OrdersOffers($ids: [ID!]!) {
    itemsForOrder(ids: $ids) {
      id name imageUrl category priceMinor currencyCode available
      business { id name isOpen location { latitude longitude } taxBasisPoints deliveryFeeMinor }
    }
  }`;
const STOCK = /* GraphQL */ `
  query OrdersStock($ids: [ID!]!, $own: [ID!]!) { stockLevels(itemIds: $ids, ownOrderIds: $own) { itemId available } }`;
const CUSTOMER = /* GraphQL */ `
  query OrdersCustomer($userId: ID!, $addressId: ID!) {
    orderingCustomer(userId: $userId, addressId: $addressId) {
      id name phone
      address {
        id line1 line2 city state country postalCode contactName contactPhone
        location { latitude longitude }
      }
    }
  }`;
const HOLD = /* GraphQL */ `
  mutation OrdersHold($input: StockHoldInput!) {
    stockHold(input: $input) { shortItemIds userErrors { code message } }
  }`;
const RELEASE = /* GraphQL */ `mutation OrdersRelease($orderId: ID!) { stockRelease(orderId: $orderId) }`;
const PROVIDERS = /* GraphQL */ `query OrdersProviders($currency: String!) { paymentProviders(currencyCode: $currency) { name } }`;
const OPEN = /* GraphQL */ `
  mutation OrdersPay($input: PaymentOpenInput!) {
    paymentOpen(input: $input) { payment { id status } userErrors { code message } }
  }`;
const VOID = /* GraphQL */ `mutation OrdersVoid($orderId: ID!) { paymentVoid(orderId: $orderId) }`;

/** The neighbours over signed calls on behalf of `viewer`. */
export function neighboursOf(peers: Peers, viewer: Viewer): Neighbours {
  const asking =
    <Shape extends z.ZodType>(target: Parameters<Peers['call']>[0], query: string, shape: Shape) =>
    async (variables: Record<string, unknown>): Promise<z.output<Shape>> => {
      const read = shape.safeParse(await peers.call(target, query, variables, viewer));
      if (!read.success) throw new PeerUnavailable(`${target} answered in an unknown shape: ${read.error.message}`);
      return read.data;
    };
  const offers = asking('businesses', OFFERS, offersShape);
  const stock = asking('inventory', STOCK, stockShape);
  const customer = asking('users', CUSTOMER, customerShape);
  const hold = asking('inventory', HOLD, heldShape);
  const release = asking('inventory', RELEASE, releasedShape);
  const providers = asking('payments', PROVIDERS, providersShape);
  const open = asking('payments', OPEN, openedShape);
  const voiding = asking('payments', VOID, voidedShape);
  return {
    offers: async (ids) => (await offers({ ids })).itemsForOrder,
    stock: async (ids, own = []) =>
      new Map((await stock({ ids, own })).stockLevels.map(({ itemId, available }) => [itemId, available])),
    customer: async (userId, addressId) => (await customer({ userId, addressId })).orderingCustomer,
    async hold(order, lines) {
      const { userErrors, shortItemIds } = (await hold({ input: { ...order, lines } })).stockHold;
      const [error] = userErrors;
      return error ? stockRefusal(error, shortItemIds) : ok(null);
    },
    release: async (orderId) => void (await release({ orderId })),
    providers: async (currency) => (await providers({ currency })).paymentProviders.map(({ name }) => name),
    async openPayment({ amountMinor, ...request }) {
      const { payment, userErrors } = (await open({ input: { ...request, amountMinor: String(amountMinor) } }))
        .paymentOpen;
      const [error] = userErrors;
      if (!error) return ok({ paid: payment?.status === 'PAID' });
      return paymentRefusal(error, request.provider);
    },
    voidPayment: async (orderId) => void (await voiding({ orderId })),
  };
}

function paymentRefusal(
  { code, message }: { code: string; message: string },
  provider: string | null,
): Refusal<PaymentRefusal> {
  if (code === 'INSUFFICIENT_FUNDS') return refuse('INSUFFICIENT_FUNDS', message, ['input', 'paymentMethod']);
  if (code === 'PROVIDER_NOT_OFFERED' && provider !== null)
    return refuse('PROVIDER_NOT_OFFERED', message, ['input', 'provider']);
  return refuse(
    'PAYMENT_UNAVAILABLE',
    'Payments cannot be taken right now; nothing was ordered. Try again with the same key.',
  );
}

/**
 * What a no of the stock means to a checkout. Only a shortage, a limit and an unknown item say that nothing was ever held. After any
 * other (the promise has ended meanwhile, or was for something else) this order can never be held again: it is given up and
 * undone, and the same key may try again, which makes another order.
 */
function stockRefusal(
  { code, message }: { code: string; message: string },
  shortItemIds: readonly string[],
): Refusal<HoldRefusal> & { shortItemIds?: readonly string[] } {
  if (code === 'OUT_OF_STOCK' || code === 'HOLD_LIMIT') return { ...refuse(code, message), shortItemIds };
  if (code === 'ITEM_NOT_FOUND')
    return refuse('ITEM_UNAVAILABLE', 'An item of the cart cannot be ordered yet. Try again in a moment.');
  return refuse(
    'STOCK_UNAVAILABLE',
    'The stock cannot be held for this attempt; nothing was ordered. Try again with the same key.',
  );
}
