import { connectionOf, pageSize } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import { hasRole, type Viewer } from '@app/kernel/viewer';
import type { Db, Prisma, SellerOrderRow, SellerOrderStatus } from '../db.ts';
import { actsFor } from '../domain/order.access.ts';
import { type After, afterOf, keyOf } from './keyset.ts';

type Where = Prisma.SellerOrderWhereInput;

/** Whether the viewer may see the kitchen of this business. */
export const maySeeKitchen = (viewer: Viewer, businessId: string): boolean =>
  actsFor(viewer, businessId) || hasRole(viewer, 'ADMIN');

export interface SellerOrderListArgs {
  readonly businessId: string;
  readonly status?: readonly SellerOrderStatus[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A business's own seller orders (O10) from when they were paid, newest first. Throws NOT_FOUND for somebody else's business. */
export async function listSellerOrders(
  db: Db,
  viewer: Viewer,
  { businessId, status, first, after }: SellerOrderListArgs,
) {
  const size = pageSize(first);
  if (!maySeeKitchen(viewer, businessId)) throw publicError('NOT_FOUND', 'No such business of yours.');
  const where: Where = { businessId, releasedAt: { not: null }, ...(status && { status: { in: [...status] } }) };
  const rows = await db.sellerOrder.findMany({
    where: { AND: [where, olderThan(afterOf(after))] },
    orderBy: [{ releasedAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  const key = ({ id, releasedAt, placedAt }: SellerOrderRow) => keyOf({ at: releasedAt ?? placedAt, id });
  return { ...connectionOf(rows, { size, after, key }), count: () => db.sellerOrder.count({ where }) };
}

/** A page, which counts the whole list only when it is asked to. */
export type SellerOrderPage = Awaited<ReturnType<typeof listSellerOrders>>;

/** What waits for an answer in a kitchen, oldest first; null when the kitchen is not the viewer's. */
export async function waitingSellerOrders(
  db: Db,
  viewer: Viewer,
  businessId: string,
): Promise<SellerOrderRow[] | null> {
  if (!maySeeKitchen(viewer, businessId)) return null;
  return db.sellerOrder.findMany({
    where: { businessId, status: 'PLACED', releasedAt: { not: null } },
    orderBy: [{ releasedAt: 'asc' }, { id: 'asc' }],
  });
}

const olderThan = (after: After | null): Where =>
  after ? { releasedAt: { lte: after.at }, OR: [{ releasedAt: { lt: after.at } }, { id: { lt: after.id } }] } : {};
