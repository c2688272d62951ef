import { hasRole, type Viewer } from '@app/kernel/viewer';
import { type Account, bank, businessOf, cashOf, courierOf } from './accounts.ts';
import type { EntryKind, Movement } from './ledger.ts';

/** Who is paid: a business, or a courier by their user. */
export interface Party {
  readonly party: 'BUSINESS' | 'COURIER';
  readonly partyId: string;
}

/** The accounts whose lines make up a party's statement. */
export const accountsOf = ({ party, partyId }: Party): Account[] =>
  party === 'BUSINESS' ? [businessOf(partyId)] : [courierOf(partyId), cashOf(partyId)];

/** Under which total of a statement a line counts. Kinds that are left out are what a statement itself has booked. */
export const columns = {
  sales: ['SALE', 'ESCROW_RELEASE'],
  commission: ['COMMISSION'],
  fees: ['DELIVERY_FEE'],
  tips: ['TIP'],
  refunds: ['REFUND_RECOVERED', 'RECOVERY_RETURNED'],
  cash: ['CASH', 'CASH_NAMED'],
} as const satisfies Record<string, readonly EntryKind[]>;

/** Whether this viewer may see what a party earns: its members, the courier, admins. */
export const maySeeParty = (viewer: Viewer, { party, partyId }: Party): boolean => {
  if (hasRole(viewer, 'ADMIN')) return true;
  return party === 'BUSINESS'
    ? hasRole(viewer, 'BUSINESS') && viewer.businessIds.includes(partyId)
    : hasRole(viewer, 'COURIER') && viewer.id === partyId;
};

interface Totals extends Party {
  readonly id: string;
  readonly openingMinor: bigint;
  readonly cashMinor: bigint;
  readonly netMinor: bigint;
}

/** The cash a courier has in hand and what they have earned meet: the smaller of both is settled by the statement. */
export function offsetOf({ id, party, partyId, openingMinor, cashMinor, netMinor }: Totals): Movement[] {
  const owed = -(openingMinor + cashMinor);
  const earned = netMinor + owed;
  const enough = owed <= earned;
  const amountMinor = enough ? owed : earned;
  if (party === 'BUSINESS' || amountMinor <= 0n) return [];
  return [{ kind: 'CASH_OFFSET', from: courierOf(partyId), to: cashOf(partyId), amountMinor, subject: id }];
}

/** A statement's money leaves for the party's bank account. */
export const paymentOf = ({
  id,
  party,
  partyId,
  payableMinor,
}: Party & { id: string; payableMinor: bigint }): Movement => ({
  kind: 'PAYOUT',
  from: party === 'BUSINESS' ? businessOf(partyId) : courierOf(partyId),
  to: bank,
  amountMinor: payableMinor,
  subject: id,
});
