import type { PaymentWork } from '../context.ts';
import type { EscrowRow, PaymentRow, Tx } from '../db.ts';

/** A session's escrow that nobody else changes before this transaction ends. */
export async function lockEscrow(tx: Tx, sessionId: string): Promise<EscrowRow | null> {
  const [escrow] = await tx.$queryRaw<EscrowRow[]>`SELECT * FROM "Escrow" WHERE "sessionId" = ${sessionId} FOR UPDATE`;
  return escrow ?? null;
}

/** Counts a place's captured money as held. False when the session has ended: then it must go back. */
export async function keepInEscrow({ tx }: PaymentWork, { sessionId, amountMinor }: PaymentRow): Promise<boolean> {
  const { count } = await tx.escrow.updateMany({
    where: { sessionId: sessionId ?? '', state: 'OPEN' },
    data: { heldMinor: { increment: amountMinor } },
  });
  return count === 1;
}

/** Takes a place's money out of what is held: one statement. False when it is not there any more. */
export async function takeFromEscrow(
  { tx }: PaymentWork,
  { sessionId, amountMinor }: { sessionId: string | null; amountMinor: bigint },
): Promise<boolean> {
  const { count } = await tx.escrow.updateMany({
    where: { sessionId: sessionId ?? '', state: 'OPEN', heldMinor: { gte: amountMinor } },
    data: { heldMinor: { decrement: amountMinor }, refundedMinor: { increment: amountMinor } },
  });
  return count === 1;
}

/** Counts money that came after its session had ended, and only passes through. */
export async function passThroughEscrow({ tx }: PaymentWork, { sessionId, amountMinor }: PaymentRow): Promise<void> {
  await tx.escrow.update({
    where: { sessionId: sessionId ?? '' },
    data: { refundedMinor: { increment: amountMinor } },
  });
}
