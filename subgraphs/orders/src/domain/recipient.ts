import { hasRole, type Viewer } from '@app/kernel/viewer';
import type { Customer } from './offer.ts';

/** Who gets an order and where they live, as it was when it was placed (O4). */
export interface Recipient {
  /** The contact of the address; without one, the customer. */
  readonly name: string;
  readonly phone: string | null;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string | null;
  readonly country: string;
  readonly postalCode: string;
}

/** Whom a customer's order goes to. */
export function recipientOf({ name, phone, address }: Customer): Recipient {
  const { line1, line2, city, state, country, postalCode, contactName, contactPhone } = address;
  return { name: contactName ?? name, phone: contactPhone ?? phone, line1, line2, city, state, country, postalCode };
}

/** Whether the viewer may know who gets an order: its customer, the back office, and whoever carries a part of it. */
export const maySeeRecipient = (
  viewer: Viewer,
  { customerId }: { readonly customerId: string },
  parts: readonly { readonly courierUserId: string | null }[],
): boolean =>
  viewer.kind === 'user' &&
  (viewer.id === customerId ||
    hasRole(viewer, 'ADMIN') ||
    parts.some(({ courierUserId }) => courierUserId === viewer.id));
