import { newId } from '@app/kernel/ids';
import { ok, type Refusal, type Result, refuse } from '@app/kernel/result';
import type { OrderCommand, OrderWork } from '../context.ts';
import type { CartLineRow } from '../db.ts';
import { CART_LINES_MAX, QUANTITY_MAX } from '../domain/cart.ts';
import { isOrderable, type Offer } from '../domain/offer.ts';
import type { CartView } from '../reads/cart.ts';
import { jsonRows } from '../rows.ts';
import { cartChanged, lockCart } from './change-cart.ts';

export interface AddCartItem {
  readonly quantity: number;
  /** The item as its business sells it now. */
  readonly offer: Offer | undefined;
  /** What is left of it; null: not tracked, or not known right now. Only checkout's hold decides. */
  readonly available: number | null;
}

type Code = 'INVALID_INPUT' | 'ITEM_UNAVAILABLE' | 'OUT_OF_STOCK' | 'CURRENCY_MISMATCH' | 'CART_FULL';

/** Puts an item into the cart, or more of one that is there, at today's price and terms. */
export const addCartItem: OrderCommand<AddCartItem, CartView, Code> = async (work, { offer, quantity, available }) => {
  if (!offer || !isOrderable(offer))
    return refuse('ITEM_UNAVAILABLE', 'This item cannot be ordered right now.', ['input', 'itemId']);
  const { id, lines } = await lockCart(work);
  const present = lines.find((line) => line.itemId === offer.id);
  const wanted = (present?.quantity ?? 0) + quantity;
  const no = objection(lines, { offer, wanted, available, present });
  if (no) return no;

  cartChanged(work, work.viewer.id);
  const line = await writeLine(work, { cartId: id, present, offer, quantity: wanted });
  const siblings = await renewTerms(work, lines, offer);
  const merged = present ? siblings.map((other) => (other.id === line.id ? line : other)) : [...siblings, line];
  return ok({ id, lines: merged });
};

function objection(
  lines: readonly CartLineRow[],
  {
    offer,
    wanted,
    available,
    present,
  }: { offer: Offer; wanted: number; available: number | null; present: CartLineRow | undefined },
): Refusal<Code> | null {
  if (wanted > QUANTITY_MAX)
    return refuse('INVALID_INPUT', `At most ${QUANTITY_MAX} of one item.`, ['input', 'quantity']);
  if (available !== null && wanted > available)
    return refuse('OUT_OF_STOCK', `Only ${Math.max(available, 0)} left of ${offer.name}.`, ['input', 'quantity']);
  if (lines.some((line) => line.currency !== offer.currencyCode))
    return refuse('CURRENCY_MISMATCH', 'A cart holds one currency.', ['input', 'itemId']);
  if (!present && lines.length >= CART_LINES_MAX)
    return refuse('CART_FULL', `A cart holds at most ${CART_LINES_MAX} lines.`);
  return null;
}

/** By hand, like the other writes that happen most: see order.writes.ts. */
async function writeLine(
  { tx, now, telling }: OrderWork,
  {
    cartId,
    present,
    offer,
    quantity,
  }: { cartId: string; present: CartLineRow | undefined; offer: Offer; quantity: number },
): Promise<CartLineRow> {
  const { business } = offer;
  const line: CartLineRow = {
    id: present?.id ?? newId('cit'),
    cartId,
    itemId: offer.id,
    addedAt: present?.addedAt ?? now,
    businessId: business.id,
    name: offer.name,
    imageUrl: offer.imageUrl,
    unitMinor: offer.priceMinor,
    currency: offer.currencyCode,
    quantity,
    taxBasisPoints: business.taxBasisPoints,
    deliveryFeeMinor: business.deliveryFeeMinor,
  };
  await tx.$executeRaw`
    WITH ${telling()}
    INSERT INTO "CartLine" SELECT * FROM json_populate_recordset(NULL::"CartLine", ${jsonRows([line])}::json)
    ON CONFLICT ("id") DO UPDATE
    SET "businessId" = EXCLUDED."businessId", "name" = EXCLUDED."name", "imageUrl" = EXCLUDED."imageUrl",
      "unitMinor" = EXCLUDED."unitMinor", "currency" = EXCLUDED."currency", "quantity" = EXCLUDED."quantity",
      "taxBasisPoints" = EXCLUDED."taxBasisPoints", "deliveryFeeMinor" = EXCLUDED."deliveryFeeMinor"`;
  return line;
}

/** A business has one tax rate and one fee: its other lines follow when they have changed. */
async function renewTerms(
  { tx }: OrderWork,
  lines: readonly CartLineRow[],
  { business }: Offer,
): Promise<CartLineRow[]> {
  const { taxBasisPoints, deliveryFeeMinor } = business;
  const stale = lines.filter(
    (line) =>
      line.businessId === business.id &&
      (line.taxBasisPoints !== taxBasisPoints || line.deliveryFeeMinor !== deliveryFeeMinor),
  );
  if (stale.length === 0) return [...lines];
  await tx.cartLine.updateMany({
    where: { id: { in: stale.map((line) => line.id) } },
    data: { taxBasisPoints, deliveryFeeMinor },
  });
  return lines.map((line) => (stale.includes(line) ? { ...line, taxBasisPoints, deliveryFeeMinor } : line));
}

/** What a quantity may be, before anybody is asked anything. */
export const quantityWithin = (quantity: number, least: number): Result<null, 'INVALID_INPUT'> =>
  Number.isInteger(quantity) && quantity >= least && quantity <= QUANTITY_MAX
    ? ok(null)
    : refuse('INVALID_INPUT', `A quantity is from ${least} to ${QUANTITY_MAX}.`, ['input', 'quantity']);
