import { ok } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { StockCommand, StockWork } from '../context.ts';

/** An item that is new on a menu. */
export interface TrackItem {
  readonly itemId: string;
  readonly businessId: string;
  /** Null: made to order, not tracked. */
  readonly initialStock: number | null;
}

/** Takes an item into the books, once. One that is not tracked gets a row too: whose it is has to be known. */
export const trackItem: StockCommand<TrackItem, null, never> = async (work, { itemId, businessId, initialStock }) => {
  const { count } = await work.tx.stockItem.createMany({
    data: [{ itemId, businessId, tracked: initialStock !== null }],
    skipDuplicates: true,
  });
  if (count === 0 || initialStock === null) return ok(null);
  const locationId = await firstLocation(work, businessId);
  await work.tx.stockLevel.create({ data: { itemId, locationId, businessId, onHand: initialStock } });
  if (initialStock === 0) work.emit('stock.ran-out', itemId, { itemId, businessId });
  else
    await work.tx.stockMovement.create({
      data: {
        ...{ itemId, locationId, kind: 'INITIAL', delta: initialStock, reason: 'item created' },
        ...{ actor: work.viewer.id, at: work.now },
      },
    });
  return ok(null);
};

/** Where a business keeps what is new. A business that has said nothing yet has one place. */
async function firstLocation({ tx, now }: StockWork, businessId: string): Promise<string> {
  await tx.$executeRaw`
    INSERT INTO "StockLocation" ("id", "businessId", "name", "position", "createdAt")
    SELECT ${`loc_${businessId}`}, ${businessId}, 'Main', 0, ${now}::timestamptz
    WHERE NOT EXISTS (SELECT FROM "StockLocation" WHERE "businessId" = ${businessId})
    ON CONFLICT DO NOTHING`;
  const first = await tx.stockLocation.findFirst({
    where: { businessId },
    orderBy: [{ position: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  if (!first) throw new LostRace(`locations of ${businessId}`);
  return first.id;
}
