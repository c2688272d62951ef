import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';

/** Lowers what a courier has to collect, now that a part of the order is called off. */
export async function shrinkCash({ tx }: PaymentWork, payment: PaymentRow, byMinor: bigint): Promise<void> {
  const amountMinor = byMinor < payment.amountMinor ? payment.amountMinor - byMinor : 0n;
  await tx.payment.updateMany({ where: { id: payment.id, status: 'PENDING' }, data: { amountMinor } });
}
