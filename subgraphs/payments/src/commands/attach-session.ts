import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { SETTLE_SESSION } from '../domain/reconcile.ts';
import type { ProviderSession } from '../provider/port.ts';

/** Keeps where a payment can be paid. Whoever comes second with the same session changes nothing. */
export async function attachSession(
  { tx, schedule, now }: PaymentWork,
  { paymentId, session }: { paymentId: string; session: ProviderSession },
): Promise<PaymentRow> {
  const [attached] = await tx.payment.updateManyAndReturn({
    where: { id: paymentId, providerReference: null },
    data: { providerReference: session.reference, url: session.url },
  });
  const payment = attached ?? (await tx.payment.findUniqueOrThrow({ where: { id: paymentId } }));
  // Called off while the provider was being asked: nobody may pay there any more.
  if (attached && payment.status !== 'PENDING') schedule(SETTLE_SESSION, paymentId, now);
  return payment;
}

/** As long as an answer can take, and longer. */
const LEASE_SECONDS = 15;

/** Lets one at a time ask a provider that would open a second page for the same payment. Answers whether this is the one. */
export async function leaseSession({ tx }: PaymentWork, paymentId: string): Promise<boolean> {
  const leased = await tx.$executeRaw`
    UPDATE "Payment" SET "sessionLeasedUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE "id" = ${paymentId} AND "providerReference" IS NULL
      AND ("sessionLeasedUntil" IS NULL OR "sessionLeasedUntil" < now())`;
  return leased === 1;
}
