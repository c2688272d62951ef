import { hasRole, type Viewer } from '@app/kernel/viewer';
import { type Amounts, sumAmounts } from './pricing.ts';
import type { Actor } from './seller-order.lifecycle.ts';

/** What decides who may see a part of an order. */
export interface PartAccess {
  readonly customerId: string;
  readonly businessId: string;
  /** When its business could see it. */
  readonly releasedAt: Date | null;
  /** Who carries it. */
  readonly courierUserId: string | null;
}

/** An order as one viewer may see it: only the parts that are theirs to see, and the amounts of those. */
export interface ViewOf<Order, Part> {
  readonly order: Order;
  readonly parts: readonly Part[];
  readonly amounts: Amounts;
  /** Whether the viewer sees the whole order. */
  readonly whole: boolean;
}

const seesWhole = (viewer: Viewer, { customerId }: { customerId: string }): boolean =>
  viewer.kind === 'user' && (viewer.id === customerId || hasRole(viewer, 'ADMIN'));

/** Whether the viewer acts for this business. */
export const actsFor = (viewer: Viewer, businessId: string): boolean =>
  viewer.kind === 'user' && viewer.businessIds.includes(businessId);

/** Whether the viewer may read this part: its customer, admins, its business once it is paid, its courier while they carry it. */
export const maySeePart = (viewer: Viewer, part: PartAccess): boolean =>
  seesWhole(viewer, part) ||
  (part.releasedAt !== null && actsFor(viewer, part.businessId)) ||
  (viewer.kind === 'user' && part.courierUserId !== null && part.courierUserId === viewer.id);

/** The order as this viewer may see it; null for strangers, who are told that it does not exist. */
export function viewOf<
  Order extends Amounts & { customerId: string },
  Part extends PartAccess & Omit<Amounts, 'discountMinor'>,
>(viewer: Viewer, order: Order, parts: readonly Part[]): ViewOf<Order, Part> | null {
  if (seesWhole(viewer, order)) return { order, parts, amounts: order, whole: true };
  const own = parts.filter((part) => maySeePart(viewer, part));
  return own.length === 0 ? null : { order, parts: own, amounts: sumAmounts(own), whole: false };
}

/** As whom the viewer works on a part in its kitchen; null for everybody who may not. */
export function kitchenActor(
  viewer: Viewer,
  part: { businessId: string },
): Extract<Actor, 'business' | 'admin'> | null {
  if (actsFor(viewer, part.businessId)) return 'business';
  return hasRole(viewer, 'ADMIN') ? 'admin' : null;
}

/** As whom the viewer calls an order off; null for everybody who may not. */
export function cancelActor(viewer: Viewer, order: { customerId: string }): Actor | null {
  if (viewer.kind === 'service') return 'system';
  if (viewer.kind === 'user' && viewer.id === order.customerId) return 'customer';
  return hasRole(viewer, 'ADMIN') ? 'admin' : null;
}
