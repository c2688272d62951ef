import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { cashFor, commissionOf, type Delivered, divide } from '../domain/sale.ts';
import { bookAll } from './book.ts';
import { commissionRuleAt } from './commission-rules.ts';
import { coverShortfall } from './cover-shortfall.ts';

/** A delivered part, and when it was. */
export interface SettleSale extends Delivered {
  readonly currency: string;
  readonly deliveredAt: Date;
}

/** Divides what was paid for a delivered part among those who earned it (P9). The payment is locked; once for each part. */
export async function settleSale(work: PaymentWork, payment: PaymentRow, sale: SettleSale): Promise<void> {
  const { tx } = work;
  const { sellerOrderId, businessId, deliveredAt, currency } = sale;
  if (await tx.sale.findUnique({ where: { sellerOrderId } })) return;
  if (currency !== payment.currency)
    throw new Error(`${sellerOrderId} is in ${currency}, its payment in ${payment.currency}`);
  if (!payment.capturedAt && payment.method !== 'CASH') throw new Error(`${sellerOrderId} was delivered but not paid`);

  const rule = await commissionRuleAt(tx, businessId, deliveredAt);
  const commissionMinor = commissionOf(sale, rule.basisPoints);
  const { orderId } = payment;
  if (orderId === null) throw new Error(`payment ${payment.id} is for no order`);
  await tx.sale.create({
    data: { ...sale, orderId, paymentId: payment.id, commissionBasisPoints: rule.basisPoints, commissionMinor },
  });
  const cash = payment.method === 'CASH' ? cashFor(sale, sale.totalMinor, payment.capturedAt !== null) : [];
  await bookAll(work, { paymentId: payment.id, currency }, [...cash, ...divide(sale, commissionMinor)]);
  // Cash of a part that no courier of ours carried is booked with the whole order's: until then it is not missing.
  if (payment.capturedAt) await coverShortfall(work, payment);
}
