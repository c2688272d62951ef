import { hasRole, type Viewer } from '@app/kernel/viewer';

interface Visible {
  readonly customerId: string;
  readonly businessIds: readonly string[];
}

const isCustomer = (viewer: Viewer, { customerId }: Visible): boolean =>
  viewer.kind === 'user' && viewer.id === customerId;

/** Whether this viewer may know of a payment: its customer, the businesses it pays, admins. */
export const maySee = (viewer: Viewer, payment: Visible): boolean =>
  isCustomer(viewer, payment) ||
  hasRole(viewer, 'ADMIN') ||
  (hasRole(viewer, 'BUSINESS') && payment.businessIds.some((id) => viewer.businessIds.includes(id)));

/** The pay page, for who has to pay, while there is something to pay. */
export const payUrlFor = (
  viewer: Viewer,
  payment: Visible & { readonly status: string; readonly url: string | null },
): string | null => (payment.status === 'PENDING' && isCustomer(viewer, payment) ? payment.url : null);
