import { newId } from '@app/kernel/ids';
import { ok, type Result, refuse } from '@app/kernel/result';
import type { PaymentCommand, PaymentWork } from '../context.ts';
import type { PayoutRow, Tx } from '../db.ts';
import { accountId } from '../domain/accounts.ts';
import { accountsOf, offsetOf, type Party } from '../domain/payout.ts';
import { answerBefore, rememberAnswer } from './ask-once.ts';
import { bookAll } from './book.ts';
import { preparePayoutInput, usable } from './inputs.settlement.ts';
import { writeStatement } from './write-statement.ts';

/** Whose statement an admin wants, in which currency, over which period. */
export interface PreparePayout extends Party {
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly idempotencyKey: string;
  readonly currency: string;
}

type Refusals = 'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT' | 'PERIOD_TAKEN' | 'NOTHING_DUE';

/**
 * Writes a party's statement over a period (P9): every line of its accounts booked before the end that no statement has
 * counted yet. The same period is written once, and a line is counted once.
 */
export const preparePayout: PaymentCommand<PreparePayout, PayoutRow, Refusals> = async (
  work,
  { currency, ...input },
) => {
  const { tx, now } = work;
  const given = usable(preparePayoutInput, input);
  if (!given.ok) return given;
  const { idempotencyKey: key, ...wanted } = given.value;
  const { party, partyId, periodStart, periodEnd } = wanted;
  await lockParty(tx, wanted, currency);
  const period = [periodStart.toISOString(), periodEnd.toISOString()];
  const asking = { key, operation: 'payoutPrepare', input: [party, partyId, currency, ...period] };
  const before = await answerBefore(work, asking);
  if (!before.ok) return before;
  if (before.value) return ok(await tx.payout.findUniqueOrThrow({ where: { id: before.value } }));
  if (periodStart >= periodEnd || periodEnd > now)
    return refuse('INVALID_INPUT', 'A period ends after it began, and not in the future.', ['input', 'periodEnd']);

  const written = await write(work, { ...wanted, currency });
  if (written.ok) await rememberAnswer(work, asking, written.value.id);
  return written;
};

type Period = Omit<PreparePayout, 'idempotencyKey'>;

async function write(work: PaymentWork, wanted: Period): Promise<Result<PayoutRow, 'PERIOD_TAKEN' | 'NOTHING_DUE'>> {
  const { tx, now } = work;
  const { party, partyId, currency, periodStart, periodEnd } = wanted;
  const last = await tx.payout.findFirst({ where: { party, partyId, currency }, orderBy: { periodEnd: 'desc' } });
  if (last && periodStart.getTime() === last.periodStart.getTime() && periodEnd.getTime() === last.periodEnd.getTime())
    return ok(last);
  if (last && periodStart < last.periodEnd)
    return refuse('PERIOD_TAKEN', `The last statement goes to ${last.periodEnd.toISOString()}.`, [
      'input',
      'periodStart',
    ]);
  const openingMinor = last ? last.netMinor - last.payableMinor : 0n;
  const id = newId('pyo');
  const accountIds = accountsOf(wanted).map((account) => accountId(account, currency));
  const lines = await writeStatement(tx, { ...wanted, id, accountIds, openingMinor, preparedAt: now });
  if (lines === 0) return refuse('NOTHING_DUE', 'Nothing was booked for this party in that time.');
  const payout = await tx.payout.findUniqueOrThrow({ where: { id } });
  await bookAll(work, { paymentId: null, currency }, offsetOf(payout));
  return ok(payout);
}

/** One statement of a party at a time: what one counts, the next must see. */
async function lockParty(tx: Tx, { party, partyId }: Party, currency: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`payout:${party}:${partyId}:${currency}`}, 0))`;
}
