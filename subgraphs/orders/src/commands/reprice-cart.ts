import type { HotWork } from '../context.ts';
import type { CartLineRow } from '../db.ts';
import type { Offer } from '../domain/offer.ts';
import { cartChanged } from './change-cart.ts';

/** Shows a customer today's prices in their cart (C3), so that they can agree to them. Lines that went away meanwhile stay away. */
export async function repriceCart(
  work: HotWork,
  lines: readonly CartLineRow[],
  offers: readonly Offer[],
): Promise<void> {
  const rows = lines.flatMap((line) => {
    const offer = offers.find(({ id }) => id === line.itemId);
    if (!offer) return [];
    const { taxBasisPoints, deliveryFeeMinor } = offer.business;
    const row = {
      id: line.id,
      name: offer.name,
      unit: String(offer.priceMinor),
      tax: taxBasisPoints,
      fee: String(deliveryFeeMinor),
    };
    return [row];
  });
  const cartId = lines[0]?.cartId;
  if (!cartId || rows.length === 0) return;
  await work.tx
    .$executeRaw`UPDATE "Cart" SET "version" = "version" + 1, "changedAt" = ${work.now} WHERE "id" = ${cartId}`;
  await work.tx.$executeRaw`
    UPDATE "CartLine" AS line
    SET "name" = today."name", "unitMinor" = today."unit", "taxBasisPoints" = today."tax", "deliveryFeeMinor" = today."fee"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS today("id" text, "name" text, "unit" bigint, "tax" int, "fee" bigint)
    WHERE line."id" = today."id" AND line."cartId" = ${cartId}`;
  cartChanged(work, work.viewer.id);
}
