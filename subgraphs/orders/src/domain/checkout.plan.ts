import { parseAmount } from '@app/kernel/money';
import { ok, type Result, refuse } from '@app/kernel/result';
import { z } from 'zod';
import type { Customer, Offer } from './neighbours.shapes.ts';
import type { Amounts, PricedLine } from './pricing.ts';
import { priceOf } from './pricing.ts';

const minor = z.string().transform((value) => BigInt(value));
const place = z.object({ latitude: z.number(), longitude: z.number() });

/** What a checkout is about to order, kept with it so that whoever finishes it orders the same. Amounts are text in storage. */
export const planShape = z.object({
  cartId: z.string(),
  method: z.enum(['ONLINE', 'WALLET', 'CASH']),
  currency: z.string(),
  notes: z.string().nullable(),
  customer: z.object({ name: z.string(), phone: z.string().nullable() }),
  address: z.record(z.string(), z.string().nullable()),
  dropoff: place,
  businesses: z.array(z.object({ id: z.string(), name: z.string(), pickup: place })),
  lines: z.array(
    z.object({
      cartLineId: z.string(),
      itemId: z.string(),
      businessId: z.string(),
      name: z.string(),
      imageUrl: z.string().nullable(),
      category: z.string().nullable(),
      unitMinor: minor,
      quantity: z.number().int(),
      taxBasisPoints: z.number().int(),
      deliveryFeeMinor: minor,
    }),
  ),
});
export type Plan = z.output<typeof planShape>;

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
  /** The total the customer agreed to, as decimal text; null: what the cart shows. */
  readonly expectedTotal: string | null;
}

type PlanRefusal =
  | 'INVALID_INPUT'
  | 'CART_EMPTY'
  | 'ADDRESS_NOT_FOUND'
  | 'ITEM_UNAVAILABLE'
  | 'CURRENCY_MISMATCH'
  | 'PRICE_CHANGED';

/** Fits the cart, the customer and today's offers together, or says why they do not. */
export function planCheckout(
  cart: { readonly id: string; readonly lines: readonly ShownLine[] },
  wish: Wish,
  today: { readonly customer: Customer | null; readonly offers: readonly Offer[] },
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
  const { amounts } = priceOf(lines);
  const agreed =
    wish.expectedTotal === null
      ? ok(priceOf(cart.lines).amounts.totalMinor)
      : parseAmount(wish.expectedTotal, currency);
  if (!agreed.ok) return { ...agreed, path: ['input', 'expectedTotal'] };
  if (amounts.totalMinor !== agreed.value)
    return refuse('PRICE_CHANGED', 'The total is another now. Look at the cart again.', ['input', 'expectedTotal']);
  const { location, id: _id, ...address } = customer.address;
  return ok({
    amounts,
    plan: {
      cartId: cart.id,
      method: wish.paymentMethod,
      currency,
      notes: wish.notes,
      customer: { name: customer.name, phone: customer.phone },
      address,
      dropoff: location,
      businesses: businessesOf(taken.map(({ offer }) => offer)),
      lines,
    },
  });
}

/** Whether an item can be ordered now (B3, B7). */
export const isOrderable = (offer: Offer | undefined): boolean => Boolean(offer?.available && offer.business.isOpen);

const planLine = (
  line: ShownLine,
  { name, imageUrl, category, priceMinor, business }: Offer,
): Plan['lines'][number] => ({
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
