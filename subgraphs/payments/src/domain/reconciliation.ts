/** Jobs by the kind under which they are scheduled. */
export const RECONCILE = 'payments.reconcile';
export const RECONCILE_DAILY = 'payments.reconcile-daily';

/** One movement as somebody has it on record. Null: not in the currency's minor units, so that only its status says something. */
export interface Amount {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What a provider has on record of a payment or a refund. */
export type Theirs = Amount & { readonly status: string };

/** How a provider's record and the ledger disagree; null when they do not (P10). */
export function disagreement(
  theirs: Theirs,
  booked: Amount | null,
): 'MISSING_HERE' | 'AMOUNT_DIFFERS' | 'STATUS_DIFFERS' | null {
  const moved = theirs.status === 'paid' || theirs.status === 'sent';
  if (!booked) return moved ? 'MISSING_HERE' : null;
  if (!moved) return 'STATUS_DIFFERS';
  const same = theirs.amountMinor === booked.amountMinor && theirs.currency === booked.currency;
  return same ? null : 'AMOUNT_DIFFERS';
}

const DAY_MS = 24 * 60 * 60_000;
/** Late enough that the webhooks and looks of the day before are through. */
const HOUR_MS = 60 * 60_000;

/** When a day that ends by this time is compared: at one in the morning, UTC, after it. */
export const nextDaily = (now: Date): Date =>
  new Date(Math.floor((now.getTime() - HOUR_MS) / DAY_MS) * DAY_MS + DAY_MS + HOUR_MS);

/** The day that is compared at `dueAt`: the one before it, UTC. */
export function dayBefore(dueAt: Date): { from: Date; to: Date } {
  const to = Math.floor(dueAt.getTime() / DAY_MS) * DAY_MS;
  return { from: new Date(to - DAY_MS), to: new Date(to) };
}

/** The longest period one comparison may cover. */
export const LONGEST_PERIOD_MS = 31 * DAY_MS;
