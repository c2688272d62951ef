import { connectionOf, decodeCursor, pageSize } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import type { Viewer } from '@app/kernel/viewer';
import type { Db, StockItemRow, StockLocationRow } from '../db.ts';
import { mayKeepStock } from '../domain/access.ts';

/** A page of a list. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A business's locations in the order in which they are taken from. Throws NOT_FOUND for somebody else's business. */
export function stockLocations(db: Db, viewer: Viewer, businessId: string): Promise<StockLocationRow[]> {
  askOwn(viewer, businessId);
  return db.stockLocation.findMany({
    where: { businessId },
    orderBy: [{ position: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, position: true },
  });
}

/** A business's items by id; `lowOnly`: those that are low. Throws NOT_FOUND for somebody else's business. */
export async function stockItems(
  db: Db,
  viewer: Viewer,
  { businessId, lowOnly, first, after }: PageArgs & { businessId: string; lowOnly?: boolean | null | undefined },
) {
  const size = pageSize(first);
  askOwn(viewer, businessId);
  const [from] = after ? decodeCursor(after, ['string']) : [''];
  const rows = await db.$queryRaw<StockItemRow[]>`
    SELECT * FROM "StockItem"
    WHERE "businessId" = ${businessId} AND "itemId" > ${from}
      AND (NOT ${lowOnly ?? false}::boolean OR "onHand" - "reserved" <= "lowStockThreshold")
    ORDER BY "itemId" LIMIT ${size + 1}`;
  return connectionOf(rows, { size, after, key: ({ itemId }) => [itemId] });
}

function askOwn(viewer: Viewer, businessId: string): void {
  if (!mayKeepStock(viewer, businessId) || businessId.includes('\0'))
    throw publicError('NOT_FOUND', 'No such business of yours.');
}
