import { basisPoints } from '@app/kernel/money';
import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand } from '../context.ts';
import type { EscrowRow } from '../db.ts';
import { businessOf, commission, escrowOf } from '../domain/accounts.ts';
import { bookAll } from './book.ts';
import { commissionRuleAt } from './commission-rules.ts';
import { lockEscrow } from './escrow.ts';

type Refusals = 'ESCROW_NOT_FOUND' | 'ESCROW_SETTLED';

/** Gives all that is held for a session to its business, which pays the commission out of it (P8): all or nothing, once. */
export const releaseEscrow: PaymentCommand<{ sessionId: string }, EscrowRow, Refusals> = async (
  work,
  { sessionId },
) => {
  const { tx, now } = work;
  const escrow = await lockEscrow(tx, sessionId);
  if (!escrow) return refuse('ESCROW_NOT_FOUND', 'Nothing was ever held for this session.');
  if (escrow.state === 'RELEASED') return ok(escrow);
  if (escrow.state !== 'OPEN') return refuse('ESCROW_SETTLED', 'This session was refunded.');
  const { heldMinor, businessId, currency } = escrow;
  const { basisPoints: points } = await commissionRuleAt(tx, businessId, now);
  const commissionMinor = basisPoints(heldMinor, points);
  const released = await tx.escrow.update({
    where: { sessionId, state: 'OPEN' },
    data: { state: 'RELEASED', heldMinor: 0n, releasedMinor: heldMinor, commissionMinor, settledAt: now },
  });
  const business = businessOf(businessId);
  await bookAll(work, { paymentId: null, currency }, [
    { kind: 'ESCROW_RELEASE', from: escrowOf(sessionId), to: business, amountMinor: heldMinor, subject: sessionId },
    { kind: 'COMMISSION', from: business, to: commission, amountMinor: commissionMinor, subject: sessionId },
  ]);
  work.emit('escrow.released', sessionId, { sessionId, businessId, amountMinor: heldMinor, commissionMinor, currency });
  return ok(released);
};
