import type { PaymentRow, Tx } from '../db.ts';

/** A payment that nobody else changes before this transaction ends. */
export async function lockPayment(tx: Tx, paymentId: string): Promise<PaymentRow | null> {
  const [payment] = await tx.$queryRaw<PaymentRow[]>`SELECT * FROM "Payment" WHERE "id" = ${paymentId} FOR UPDATE`;
  return payment ?? null;
}

/** An order's payment, if it has one, that nobody else changes before this transaction ends. */
export async function lockPaymentOf(tx: Tx, orderId: string): Promise<PaymentRow | null> {
  const [payment] = await tx.$queryRaw<PaymentRow[]>`SELECT * FROM "Payment" WHERE "orderId" = ${orderId} FOR UPDATE`;
  return payment ?? null;
}

/** Lets one at a time decide whether an order has a payment: there is no row yet that could be locked. */
export async function lockOrder(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
}
