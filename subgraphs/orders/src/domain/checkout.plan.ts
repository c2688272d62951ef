import { parseAmount } from '@app/kernel/money';
import { ok, type Result, refuse } from '@app/kernel/result';
import { type Customer, isOrderable, type Offer } from './offer.ts';
import type { Amounts, PricedLine } from './pricing.ts';
import { priceOf } from './pricing.ts';
import { type Recipient, recipientOf } from './recipient.ts';

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** What a checkout is about to order, kept with it so that whoever finishes it orders the same. */
export interface Plan {
  readonly cartId: string;
  readonly method: 'ONLINE' | 'WALLET' | 'CASH';
  /** Where an online payment is to go; null: wherever payments prefer. */
  readonly provider: string | null;
  readonly tipMinor: bigint;
  readonly currency: string;
  readonly notes: string | null;
  readonly recipient: Recipient;
  readonly dropoff: Place;
  readonly businesses: readonly { readonly id: string; readonly name: string; readonly pickup: Place }[];
  readonly lines: readonly PlannedLine[];
}

/** An item to be ordered, at the price and terms that were checked. */
export interface PlannedLine extends PricedLine {
  readonly cartLineId: string;
  readonly itemId: string;
  readonly name: string;
  readonly imageUrl: string | null;
  readonly category: string | null;
}

/** A line of the cart as the customer saw it. */
export interface ShownLine extends PricedLine {
  readonly id: string;
  readonly itemId: string;
  readonly name: string;
  readonly currency: string;
}

/** What the customer asked for at checkout. */
export interface Wish {
  readonly paymentMethod: Plan['method'];
  readonly notes: string | null;
  /** The total the customer agreed to, tip included, as decimal text; null: what the cart shows, and the tip. */
  readonly expectedTotal: string | null;
  /** For the couriers, as decimal text. */
  readonly tip?: string | undefined;
  readonly provider?: string | undefined;
}

type PlanRefusal =
  | 'INVALID_INPUT'
  | 'CART_EMPTY'
  | 'ADDRESS_NOT_FOUND'
  | 'ITEM_UNAVAILABLE'
  | 'CURRENCY_MISMATCH'
  | 'PROVIDER_NOT_OFFERED'
  | 'PRICE_CHANGED';

/** What the neighbours say now. */
interface Today {
  readonly customer: Customer | null;
  readonly offers: readonly Offer[];
  /** Where online payments can go; null: nobody was asked, as nobody is wished for. */
  readonly providers: readonly string[] | null;
}

/** Fits the cart, the customer and today's offers together, or says why they do not. */
export function planCheckout(
  cart: { readonly id: string; readonly lines: readonly ShownLine[] },
  wish: Wish,
  today: Today,
): Result<{ plan: Plan; amounts: Amounts }, PlanRefusal> {
  if (cart.lines.length === 0) return refuse('CART_EMPTY', 'There is nothing in the cart.');
  const { customer } = today;
  if (!customer?.address.location)
    return refuse('ADDRESS_NOT_FOUND', 'No such address of yours with a location.', ['input', 'addressId']);
  const offers = new Map(today.offers.map((offer) => [offer.id, offer]));
  const gone = cart.lines.filter((line) => !isOrderable(offers.get(line.itemId)));
  if (gone.length > 0) {
    return refuse('ITEM_UNAVAILABLE', `Not to be had now: ${gone.map((line) => line.name).join(', ')}.`);
  }
  const taken = cart.lines.flatMap((line) => {
    const offer = offers.get(line.itemId);
    return offer ? [{ line, offer }] : [];
  });
  const currency = taken[0]?.offer.currencyCode ?? '';
  if (taken.some(({ offer }) => offer.currencyCode !== currency))
    return refuse('CURRENCY_MISMATCH', 'The items of the cart are not sold in one currency any more.');
  const lines = taken.map(({ line, offer }) => planLine(line, offer));
  const tip = tipOf(wish, currency, priceOf(lines).amounts.totalMinor);
  if (!tip.ok) return tip;
  if (wish.provider !== undefined && today.providers?.includes(wish.provider) === false)
    return refuse('PROVIDER_NOT_OFFERED', `${wish.provider} is not offered for ${currency}.`, ['input', 'provider']);
  const tipMinor = tip.value;
  const { amounts } = priceOf(lines, tipMinor);
  const agreed =
    wish.expectedTotal === null
      ? ok(priceOf(cart.lines, tipMinor).amounts.totalMinor)
      : parseAmount(wish.expectedTotal, currency);
  if (!agreed.ok) return { ...agreed, path: ['input', 'expectedTotal'] };
  if (amounts.totalMinor !== agreed.value)
    return refuse('PRICE_CHANGED', 'The total is another now. Look at the cart again.', ['input', 'expectedTotal']);
  return ok({
    amounts,
    plan: {
      cartId: cart.id,
      method: wish.paymentMethod,
      provider: wish.provider ?? null,
      tipMinor,
      currency,
      notes: wish.notes,
      recipient: recipientOf(customer),
      dropoff: customer.address.location,
      businesses: businessesOf(taken.map(({ offer }) => offer)),
      lines,
    },
  });
}

/** A tip doubles what is paid at most: above that, somebody has made a mistake. */
function tipOf({ tip }: Wish, currency: string, totalMinor: bigint): Result<bigint, 'INVALID_INPUT'> {
  if (tip === undefined) return ok(0n);
  const path = ['input', 'tip'];
  const minor = parseAmount(tip, currency);
  if (!minor.ok) return { ...minor, path };
  return minor.value >= 0n && minor.value <= totalMinor
    ? minor
    : refuse('INVALID_INPUT', 'A tip is not below zero, and not above what the order costs without it.', path);
}

const planLine = (line: ShownLine, { name, imageUrl, category, priceMinor, business }: Offer): PlannedLine => ({
  cartLineId: line.id,
  itemId: line.itemId,
  businessId: business.id,
  name,
  imageUrl,
  category,
  unitMinor: priceMinor,
  quantity: line.quantity,
  taxBasisPoints: business.taxBasisPoints,
  deliveryFeeMinor: business.deliveryFeeMinor,
});

const businessesOf = (offers: readonly Offer[]): Plan['businesses'] => [
  ...new Map(
    offers.map(({ business: { id, name, location } }) => [id, { id, name, pickup: location }] as const),
  ).values(),
];
