import { connectionOf, pageSize } from '@app/kernel/cursor';
import { hasRole, type Viewer } from '@app/kernel/viewer';
import type { Db, OrderStatus, Prisma } from '../db.ts';
import { viewOf } from '../domain/order.access.ts';
import { type After, afterOf, keyOf } from './keyset.ts';
import { type OrderView, WITH_PARTS } from './order.loader.ts';

type Where = Prisma.OrderWhereInput;

export interface OrderListArgs {
  readonly filter?:
    | {
        readonly status?: readonly OrderStatus[] | null | undefined;
        readonly placedAfter?: Date | null | undefined;
        readonly placedBefore?: Date | null | undefined;
      }
    | null
    | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** The orders a viewer may list (O9), newest first: customers their own, businesses those they sell in, couriers those they carry, admins all. */
export async function listOrders(db: Db, viewer: Viewer, { filter, first, after }: OrderListArgs) {
  const size = pageSize(first);
  const where: Where = { AND: [scopeOf(viewer), filterOf(filter)] };
  const rows = await db.order.findMany({
    where: { AND: [where, olderThan(afterOf(after))] },
    orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
    include: WITH_PARTS,
  });
  const views = rows.flatMap(({ parts, ...order }) => viewOf(viewer, order, parts) ?? []);
  const key = ({ order }: OrderView) => keyOf({ at: order.placedAt, id: order.id });
  return { ...connectionOf(views, { size, after, key }), count: () => db.order.count({ where }) };
}

/** A page, which counts the whole list only when it is asked to. */
export type OrderPage = Awaited<ReturnType<typeof listOrders>>;

function scopeOf(viewer: Viewer): Where {
  if (hasRole(viewer, 'ADMIN')) return {};
  const ways: Where[] = [];
  if (hasRole(viewer, 'CUSTOMER')) ways.push({ customerId: viewer.id });
  if (viewer.businessIds.length > 0)
    ways.push({ parts: { some: { businessId: { in: [...viewer.businessIds] }, releasedAt: { not: null } } } });
  if (hasRole(viewer, 'COURIER')) ways.push({ parts: { some: { courierUserId: viewer.id } } });
  const [only] = ways;
  return ways.length === 1 && only ? only : { OR: ways };
}

function filterOf(filter: OrderListArgs['filter']): Where {
  const placedAt = {
    ...(filter?.placedAfter && { gte: filter.placedAfter }),
    ...(filter?.placedBefore && { lt: filter.placedBefore }),
  };
  return {
    ...(filter?.status && { status: { in: [...filter.status] } }),
    ...(Object.keys(placedAt).length > 0 && { placedAt }),
  };
}

const olderThan = (after: After | null): Where =>
  after ? { placedAt: { lte: after.at }, OR: [{ placedAt: { lt: after.at } }, { id: { lt: after.id } }] } : {};
