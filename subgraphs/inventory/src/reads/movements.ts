import { connectionOf, decodeCursor, pageSize } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import type { Viewer } from '@app/kernel/viewer';
import type { Db, MovementKind, StockLocationRow } from '../db.ts';
import { mayKeepStock } from '../domain/access.ts';
import type { PageArgs } from './stock-items.ts';

/** One change of what is on hand, and where. */
export interface MovementRow {
  readonly position: number;
  readonly at: Date;
  readonly kind: MovementKind;
  readonly delta: number;
  readonly reason: string;
  readonly orderId: string | null;
  readonly actor: string;
  readonly location: StockLocationRow;
}

/** An item's movements, newest first. Throws NOT_FOUND for an item of somebody else's business. */
export async function stockMovements(db: Db, viewer: Viewer, { itemId, first, after }: PageArgs & { itemId: string }) {
  const size = pageSize(first);
  const item = itemId.includes('\0') ? null : await db.stockItem.findUnique({ where: { itemId } });
  if (!item || !mayKeepStock(viewer, item.businessId)) throw publicError('NOT_FOUND', 'No such item of yours.');
  const before = after ? positionOf(after) : Number.MAX_SAFE_INTEGER;
  const rows = await db.$queryRaw<MovementRow[]>`
    SELECT movement."position"::float8 AS "position", movement."at", movement."kind", movement."delta",
      movement."reason", movement."orderId", movement."actor",
      json_build_object('id', location."id", 'name', location."name", 'position', location."position") AS "location"
    FROM "StockMovement" AS movement JOIN "StockLocation" AS location ON location."id" = movement."locationId"
    WHERE movement."itemId" = ${itemId} AND movement."position" < ${before}::bigint
    ORDER BY movement."position" DESC LIMIT ${size + 1}`;
  return connectionOf(rows, { size, after, key: ({ position }) => [position] });
}

function positionOf(after: string): number {
  const [position] = decodeCursor(after, ['number']);
  if (Number.isSafeInteger(position)) return position;
  throw publicError('INVALID_CURSOR', 'This cursor did not come from here. Leave it out to start from the beginning.');
}
