import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { SETTLE_SESSION } from '../domain/reconcile.ts';
import type { ProviderSession } from '../provider/port.ts';

/** Keeps where a payment can be paid. Whoever comes second with the same session changes nothing. */
export async function attachSession(
  { tx, schedule, now }: PaymentWork,
  { paymentId, provider, session }: { paymentId: string; provider: string; session: ProviderSession },
): Promise<PaymentRow> {
  const [attached] = await tx.payment.updateManyAndReturn({
    where: { id: paymentId, providerReference: null },
    data: { provider, providerReference: session.reference, url: session.url },
  });
  const payment = attached ?? (await tx.payment.findUniqueOrThrow({ where: { id: paymentId } }));
  // Called off while the provider was being asked: nobody may pay there any more.
  if (attached && payment.status !== 'PENDING') schedule(SETTLE_SESSION, paymentId, now);
  return payment;
}
