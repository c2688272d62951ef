import { newId } from '@app/kernel/ids';
import { ok, type Refusal, type Result, refuse } from '@app/kernel/result';
import type { HotCommand, HotWork } from '../context.ts';
import type { CartLineRow } from '../db.ts';
import { CART_LINES_MAX, QUANTITY_MAX } from '../domain/cart.ts';
import { isOrderable, type Offer } from '../domain/offer.ts';
import type { CartNow, CartView } from '../reads/cart.ts';
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

/**
 * Puts an item into the cart, or more of one that is there, at today's price and terms. LOOK_AGAIN: the cart is not as it
 * was seen any more; whoever has it locked sees it as it is.
 */
export const addCartItem: HotCommand<AddCartItem & { cart: CartNow }, CartView, Code | 'LOOK_AGAIN'> = async (
  work,
  { offer, quantity, available, cart },
) => {
  if (!offer || !isOrderable(offer))
    return refuse('ITEM_UNAVAILABLE', 'This item cannot be ordered right now.', ['input', 'itemId']);
  const { id, lines } = cart;
  const present = lines.find((line) => line.itemId === offer.id);
  const wanted = (present?.quantity ?? 0) + quantity;
  const no = objection(lines, { offer, wanted, available, present });
  if (no) return no;

  const line = lineOf(work, offer, { cartId: id, present, quantity: wanted });
  const siblings = lines.map((other) => (other.id === line.id ? line : renewed(other, offer)));
  const merged = present ? siblings : [...siblings, line];
  cartChanged(work, work.viewer.id);
  const changed = merged.filter((one) => !lines.includes(one));
  if (await writeLines(work, cart, changed)) return ok({ id, lines: merged });
  return refuse('LOOK_AGAIN', 'The cart was changed at the same moment.');
};

/** The same on a cart that nobody else changes meanwhile. */
export const addLockedCartItem: HotCommand<AddCartItem, CartView, Code | 'LOOK_AGAIN'> = async (work, wanted) =>
  addCartItem(work, { ...wanted, cart: await lockCart(work) });

interface NewLine {
  readonly cartId: string;
  readonly present: CartLineRow | undefined;
  readonly quantity: number;
}

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

const lineOf = ({ now }: HotWork, offer: Offer, { cartId, present, quantity }: NewLine): CartLineRow => ({
  id: present?.id ?? newId('cit'),
  cartId,
  itemId: offer.id,
  addedAt: present?.addedAt ?? now,
  businessId: offer.business.id,
  name: offer.name,
  imageUrl: offer.imageUrl,
  unitMinor: offer.priceMinor,
  currency: offer.currencyCode,
  quantity,
  taxBasisPoints: offer.business.taxBasisPoints,
  deliveryFeeMinor: offer.business.deliveryFeeMinor,
});

/** A business has one tax rate and one fee: its other lines follow when they have changed. */
function renewed(line: CartLineRow, { business }: Offer): CartLineRow {
  const { taxBasisPoints, deliveryFeeMinor } = business;
  const same = line.taxBasisPoints === taxBasisPoints && line.deliveryFeeMinor === deliveryFeeMinor;
  return line.businessId !== business.id || same ? line : { ...line, taxBasisPoints, deliveryFeeMinor };
}

/**
 * By hand, like the other writes that happen most: see order.writes.ts. Cart, lines and what is told, if the cart is still
 * as it was seen; false when it is not, and nothing was written.
 */
async function writeLines(
  { tx, viewer, now, telling }: HotWork,
  cart: CartNow,
  lines: readonly CartLineRow[],
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ carts: number }[]>`
    WITH cart AS (
      INSERT INTO "Cart" ("id", "customerId", "changedAt")
      SELECT ${cart.id}, ${viewer.id}, ${now}::timestamptz
      WHERE ${cart.version}::int IS NULL
        OR EXISTS (SELECT FROM "Cart" WHERE "id" = ${cart.id} AND "version" = ${cart.version}::int)
      ON CONFLICT ("id") DO UPDATE SET "version" = "Cart"."version" + 1, "changedAt" = EXCLUDED."changedAt"
      WHERE "Cart"."version" = ${cart.version}::int
      RETURNING "id"),
    ${telling('cart')},
    written AS (
      INSERT INTO "CartLine"
      SELECT line.* FROM cart, json_populate_recordset(NULL::"CartLine", ${jsonRows(lines)}::json) AS line
      ON CONFLICT ("id") DO UPDATE
      SET "businessId" = EXCLUDED."businessId", "name" = EXCLUDED."name", "imageUrl" = EXCLUDED."imageUrl",
        "unitMinor" = EXCLUDED."unitMinor", "currency" = EXCLUDED."currency", "quantity" = EXCLUDED."quantity",
        "taxBasisPoints" = EXCLUDED."taxBasisPoints", "deliveryFeeMinor" = EXCLUDED."deliveryFeeMinor")
    SELECT count(*)::int AS "carts" FROM cart`;
  return row?.carts === 1;
}

/** What a quantity may be, before anybody is asked anything. */
export const quantityWithin = (quantity: number, least: number): Result<null, 'INVALID_INPUT'> =>
  Number.isInteger(quantity) && quantity >= least && quantity <= QUANTITY_MAX
    ? ok(null)
    : refuse('INVALID_INPUT', `A quantity is from ${least} to ${QUANTITY_MAX}.`, ['input', 'quantity']);
