import type { ReadAll } from '@app/kernel/moments';
import { hasRole, type Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Recalling } from '../context.ts';
import type { CourierRow, Db } from '../db.ts';
import { isInHand } from '../domain/delivery.lifecycle.ts';
import type { Place } from '../domain/geo.ts';
import type { Positions, Seen } from '../positions.ts';
import { inOrder } from './delivery.loader.ts';

/** What the graph shows of a courier, and what it takes to decide to whom. */
export type CourierView = Pick<
  CourierRow,
  'id' | 'userId' | 'name' | 'online' | 'lastLatitude' | 'lastLongitude' | 'lastSeenAt'
>;

/** What ties the viewer to a courier: `active`, the courier has a job for them in hand; `past`, had one. */
type Bond = 'active' | 'past' | null;

/** What couriers are read with. */
export interface CourierReads {
  readonly db: Db;
  readonly viewer: Viewer;
  readonly positions: Positions;
  readonly recalling: Recalling;
}

/** Couriers as far as this viewer may see them, batched. */
export function courierLoaders({ db, viewer, positions, recalling }: CourierReads) {
  const read: ReadAll<CourierView | null> = async (ids) =>
    inOrder(ids, await db.courier.findMany({ where: { id: { in: [...ids] } } }), ({ id }) => id);
  const rows = new DataLoader(recalling('courier', read));
  const seen = new DataLoader<string, Seen | null>(async (ids) => {
    const latest = await positions.latest(ids);
    return ids.map((id) => latest.get(id) ?? null);
  });
  const bonds = new DataLoader(
    recalling(`bond of ${viewer.id} ${viewer.businessIds}`, (ids) => bondsOf(db, viewer, ids)),
  );
  const isOpenTo = (courier: CourierView): boolean =>
    viewer.kind === 'service' || hasRole(viewer, 'ADMIN') || (viewer.kind === 'user' && courier.userId === viewer.id);

  /** Where a courier is, whoever asks: the newest of what Redis and PostgreSQL know. */
  async function place(courier: CourierView): Promise<Place | null> {
    const fast = await seen.load(courier.id);
    if (fast && fast.at >= (courier.lastSeenAt ?? fast.at)) return fast;
    const { lastLatitude: latitude, lastLongitude: longitude } = courier;
    return latitude === null || longitude === null ? null : { latitude, longitude };
  }

  return {
    rows,
    place,
    /** To themselves, to those they carry or carried for, to admins. */
    async load(id: string): Promise<CourierView | null> {
      const courier = await rows.load(id);
      return courier && (isOpenTo(courier) || (await bonds.load(id))) ? courier : null;
    },
    /** The signed-in courier. */
    own: (): Promise<CourierView | null> => db.courier.findUnique({ where: { userId: viewer.id } }),
    /** To themselves, to those they carry for right now, to admins. */
    location: async (courier: CourierView): Promise<Place | null> =>
      isOpenTo(courier) || (await bonds.load(courier.id)) === 'active' ? place(courier) : null,
  };
}

async function bondsOf(db: Db, viewer: Viewer, ids: readonly string[]): Promise<Bond[]> {
  if (viewer.kind !== 'user') return ids.map(() => null);
  const shared = await db.delivery.groupBy({
    by: ['courierId', 'status'],
    where: {
      courierId: { in: [...ids] },
      status: { not: 'CANCELLED' },
      OR: [{ customerId: viewer.id }, { businessId: { in: [...viewer.businessIds] } }],
    },
  });
  return ids.map((id) => {
    const jobs = shared.filter(({ courierId }) => courierId === id);
    if (jobs.length === 0) return null;
    return jobs.some(({ status }) => isInHand(status)) ? 'active' : 'past';
  });
}
