import { publicError } from '@app/kernel/errors';
import type { BusinessRow, Db, ItemRow } from '../db.ts';
import { isOffered } from '../domain/availability.ts';
import { isOpen } from '../domain/opening.ts';
import { businessColumns, itemColumns } from './business.sql.ts';

/** What an order copies of an item (B6). */
export interface OrderableItemRow {
  readonly id: string;
  readonly name: string;
  readonly imageUrl: string | null;
  readonly category: string | null;
  readonly priceMinor: bigint;
  readonly currencyCode: string;
  readonly available: boolean;
  readonly business: OrderableBusinessRow;
}

interface OrderableBusinessRow {
  readonly id: string;
  readonly name: string;
  readonly isOpen: boolean;
  readonly location: { readonly latitude: number; readonly longitude: number };
  readonly taxBasisPoints: number;
  readonly deliveryFeeMinor: bigint;
}

const IDS_MAX = 500;

/**
 * The items of a cart by the server's own prices, straight from the database: in the order of `ids`, without those that do
 * not exist or whose business is not active (B7).
 */
export async function itemsForOrder(db: Db, ids: readonly string[], now: Date): Promise<OrderableItemRow[]> {
  if (ids.length > IDS_MAX) throw publicError('BAD_USER_INPUT', `At most ${IDS_MAX} items.`);
  // Text in PostgreSQL cannot hold NUL, so such an id names nothing.
  const wanted = [...new Set(ids)].filter((id) => !id.includes('\0'));
  if (wanted.length === 0) return [];
  const items = await db.$queryRaw<(ItemRow & { category: string | null; business: BusinessRow })[]>`
    SELECT ${itemColumns}, c."name" AS "category",
           (SELECT to_json(own) FROM (SELECT ${businessColumns}) own) AS "business"
    FROM "MenuItem" i JOIN "Business" b ON b."id" = i."businessId" LEFT JOIN "MenuCategory" c ON c."id" = i."categoryId"
    WHERE i."id" = ANY(${wanted}) AND b."status" = 'ACTIVE'`;
  const byId = new Map(items.map((item) => [item.id, item]));
  return wanted.flatMap((id) => {
    const item = byId.get(id);
    return item ? [orderable(item, now)] : [];
  });
}

function orderable(item: ItemRow & { category: string | null; business: BusinessRow }, now: Date): OrderableItemRow {
  const { id, name, imageUrl, category, priceMinor, currency, business } = item;
  const { latitude, longitude, taxBasisPoints } = business;
  return {
    id,
    name,
    imageUrl,
    category,
    priceMinor,
    currencyCode: currency,
    available: isOffered(item),
    business: {
      id: business.id,
      name: business.name,
      isOpen: isOpen(business, now),
      location: { latitude, longitude },
      taxBasisPoints,
      // It came as JSON, where PostgreSQL writes all digits but JavaScript reads a number: exact up to 2^53.
      deliveryFeeMinor: BigInt(business.deliveryFeeMinor),
    },
  };
}
