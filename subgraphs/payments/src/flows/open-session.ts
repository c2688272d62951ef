import { ok, type Result, refuse } from '@app/kernel/result';
import { run, transact } from '@app/kernel/work';
import { attachSession, leaseSession } from '../commands/attach-session.ts';
import { failPayment } from '../commands/settle-unpaid.ts';
import type { Flow, PaymentCommand } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { ProviderRefused, type ProviderSession, ProviderUnavailable } from '../provider/port.ts';

/**
 * Runs a command that opens a payment and then asks the provider for its pay page. The payment is committed first and the
 * provider knows it by its id, so whatever breaks in between is made good by a repeat or by the reconciler.
 */
export async function openWithSession<Input, Code extends string>(
  flow: Flow,
  command: PaymentCommand<Input, PaymentRow, Code>,
  input: Input,
): Promise<Result<PaymentRow, Code | 'PROVIDER_UNAVAILABLE' | 'PROVIDER_REFUSED'>> {
  const opened = await run(flow, command, input);
  return opened.ok ? withSession(flow, opened.value) : opened;
}

/** A payment that was opened, with the provider's pay page if it needs one. */
export async function withSession(
  flow: Flow,
  payment: PaymentRow,
): Promise<Result<PaymentRow, 'PROVIDER_UNAVAILABLE' | 'PROVIDER_REFUSED'>> {
  if (!needsSession(payment)) return ok(payment);
  try {
    return ok(await openSession(flow, payment));
  } catch (error) {
    if (error instanceof ProviderRefused)
      return refuse('PROVIDER_REFUSED', 'The payment provider does not take this payment.');
    if (!(error instanceof ProviderUnavailable)) throw error;
    flow.log.warn({ err: error, paymentId: payment.id }, 'no pay page yet; the provider is asked again later');
    return refuse('PROVIDER_UNAVAILABLE', 'Online payment is not available right now. Try again.');
  }
}

const needsSession = ({ method, status, providerReference }: PaymentRow): boolean =>
  method === 'ONLINE' && status === 'PENDING' && providerReference === null;

/**
 * Opens a payment's session at the provider, or finds the one opened before, and keeps it. A payment that the provider
 * will never take fails.
 */
export async function openSession(flow: Flow, payment: PaymentRow): Promise<PaymentRow> {
  const { id: paymentId } = payment;
  try {
    const session = await create(flow, payment);
    return await transact(flow, (work) => attachSession(work, { paymentId, session }));
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    flow.log.error({ err: error, paymentId, provider: payment.provider }, 'the provider does not take a payment');
    await run(flow, failPayment, { paymentId, reason: 'PROVIDER_REFUSED' });
    throw error;
  }
}

async function create(flow: Flow, payment: PaymentRow): Promise<ProviderSession> {
  const { id: paymentId, amountMinor, currency, description, expiresAt } = payment;
  const provider = flow.providers.named(payment.provider);
  if (!provider.recognisesRepeats && !(await transact(flow, (work) => leaseSession(work, paymentId))))
    throw new ProviderUnavailable('the pay page is being opened');
  return provider.createSession({
    paymentId,
    amountMinor,
    currency,
    description,
    expiresAt: expiresAt ?? flow.clock(),
  });
}
