import type { Compared, Found } from '../commands/keep-comparison.ts';
import type { Flow } from '../context.ts';
import type { ReconciliationRow } from '../db.ts';
import { disagreement } from '../domain/reconciliation.ts';
import { type PaymentProvider, type ProviderRecord, ProviderRefused } from '../provider/port.ts';
import { type Booked, bookedPayments, bookedRefunds, type Unmatched, unmatched } from '../reads/booked.ts';

/** Each of them is a question to the provider. */
const ASKED_AT_ONCE = 10;
const FOLLOWING = {
  THEIR_PAYMENTS: 'THEIR_REFUNDS',
  THEIR_REFUNDS: 'OUR_PAYMENTS',
  OUR_PAYMENTS: 'OUR_REFUNDS',
  OUR_REFUNDS: 'DONE',
  DONE: 'DONE',
} as const;

/** Looks at the next page of a comparison: of their records first, then of what is booked here and was not among them. */
export function comparePage(flow: Flow, report: ReconciliationRow): Promise<Compared> {
  const provider = flow.providers.named(report.provider);
  const theirs = report.step === 'THEIR_PAYMENTS' || report.step === 'THEIR_REFUNDS';
  return theirs ? compareTheirs(flow, provider, report) : compareOurs(flow, provider, report);
}

async function compareTheirs({ db }: Flow, provider: PaymentProvider, report: ReconciliationRow): Promise<Compared> {
  const { step, cursor: after, periodFrom: from, periodTo: to } = report;
  const about = step === 'THEIR_PAYMENTS' ? 'PAYMENT' : 'REFUND';
  const { records, next } = await provider.records({ about, from, to, after });
  const ids = records.flatMap(({ ourId }) => ourId ?? []);
  const references = records.flatMap(({ reference }) => reference ?? []);
  const wanted = { provider: provider.name, ids, references };
  const known = await (about === 'PAYMENT' ? bookedPayments : bookedRefunds)(db, wanted);
  const pairs = records.map((record) => ({ record, ours: oursOf(record, known) }));
  return {
    differences: pairs.flatMap(({ record, ours }) => differenceOf(about, record, ours)),
    matched: pairs.flatMap(({ ours }) => (ours && ours.amountMinor !== null ? [ours.ourId] : [])),
    count: records.length,
    next: next === null ? { step: FOLLOWING[step], cursor: null } : { step, cursor: next },
  };
}

/** By their id; by ours only where we do not know theirs, so that a payment paid twice there is seen. */
const oursOf = ({ reference, ourId }: ProviderRecord, known: readonly Booked[]): Booked | undefined =>
  known.find((one) => reference !== null && one.reference === reference) ??
  known.find((one) => one.ourId === ourId && (one.reference === null || reference === null));

function differenceOf(about: 'PAYMENT' | 'REFUND', record: ProviderRecord, ours: Booked | undefined): Found[] {
  const { amountMinor = null, currency = null } = ours ?? {};
  const kind = disagreement(record, amountMinor !== null && currency !== null ? { amountMinor, currency } : null);
  if (!kind) return [];
  const there = { thereMinor: record.amountMinor, thereCurrency: record.currency, thereStatus: record.status };
  const here = { hereMinor: amountMinor, hereCurrency: amountMinor === null ? null : currency };
  const subject = record.reference ?? record.ourId ?? '';
  return [{ kind, about, subject, ...namesOf(about, ours), reference: record.reference, ...here, ...there }];
}

const namesOf = (about: 'PAYMENT' | 'REFUND', ours: Booked | undefined) => ({
  paymentId: ours?.paymentId ?? null,
  refundId: about === 'REFUND' ? (ours?.ourId ?? null) : null,
});

async function compareOurs({ db }: Flow, provider: PaymentProvider, report: ReconciliationRow): Promise<Compared> {
  const about = report.step === 'OUR_PAYMENTS' ? 'PAYMENT' : 'REFUND';
  const entries = await unmatched(db, report, ASKED_AT_ONCE);
  const differences: Found[] = [];
  for (const entry of entries) differences.push(...(await askAbout(provider, about, entry)));
  const last = entries.length === ASKED_AT_ONCE ? entries.at(-1)?.entryId : undefined;
  const next = last ? { step: report.step, cursor: last } : { step: FOLLOWING[report.step], cursor: null };
  return { differences, matched: entries.map(({ ourId }) => ourId), count: entries.length, next };
}

/** A record at the edge of the period may only be on another page of theirs: it is asked for by name before it counts as missing. */
async function askAbout(provider: PaymentProvider, about: 'PAYMENT' | 'REFUND', entry: Unmatched): Promise<Found[]> {
  const { reference, amountMinor: hereMinor, currency: hereCurrency, ourId } = entry;
  const theirs = await stands(provider, about, entry);
  const here = { subject: ourId, ...namesOf(about, entry), reference, hereMinor, hereCurrency };
  if (!theirs || (about === 'PAYMENT' && theirs.status !== 'paid')) {
    const there = { thereMinor: null, thereCurrency: null, thereStatus: theirs?.status ?? null };
    return [{ kind: 'MISSING_THERE', about, ...here, ...there }];
  }
  const kind = disagreement(theirs, { amountMinor: hereMinor, currency: hereCurrency });
  const there = { thereMinor: theirs.amountMinor, thereCurrency: theirs.currency, thereStatus: theirs.status };
  return kind ? [{ kind, about, ...here, ...there }] : [];
}

async function stands(provider: PaymentProvider, about: 'PAYMENT' | 'REFUND', { reference, ...entry }: Unmatched) {
  if (reference === null) return null;
  try {
    if (about === 'PAYMENT') return await provider.getSession(reference);
    const { amountMinor, currency } = entry;
    return { ...(await provider.getRefund(reference)), amountMinor, currency };
  } catch (error) {
    if (error instanceof ProviderRefused) return null;
    throw error;
  }
}
