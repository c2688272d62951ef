import { ok, type Result, refuse } from '@app/kernel/result';
import { run, transact } from '@app/kernel/work';
import { attachSession } from '../commands/attach-session.ts';
import type { Flow, PaymentCommand } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { ProviderUnavailable } from '../provider/port.ts';

/**
 * Runs a command that opens a payment and then asks the provider for its pay page. The payment is committed first and the
 * provider knows it by its id, so whatever breaks in between is made good by a repeat or by the reconciler.
 */
export async function openWithSession<Input, Code extends string>(
  flow: Flow,
  command: PaymentCommand<Input, PaymentRow, Code>,
  input: Input,
): Promise<Result<PaymentRow, Code | 'PROVIDER_UNAVAILABLE'>> {
  const opened = await run(flow, command, input);
  if (!opened.ok || !needsSession(opened.value)) return opened;
  try {
    return ok(await openSession(flow, opened.value));
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
    flow.log.warn({ err: error, paymentId: opened.value.id }, 'no pay page yet; the provider is asked again later');
    return refuse('PROVIDER_UNAVAILABLE', 'Online payment is not available right now. Try again.');
  }
}

const needsSession = ({ method, status, providerReference }: PaymentRow): boolean =>
  method === 'ONLINE' && status === 'PENDING' && providerReference === null;

/** Opens a payment's session at the provider, or finds the one opened before, and keeps it. */
export async function openSession(flow: Flow, payment: PaymentRow): Promise<PaymentRow> {
  const { id: paymentId, amountMinor, currency, description, expiresAt } = payment;
  const request = { paymentId, amountMinor, currency, description, expiresAt: expiresAt ?? flow.clock() };
  const session = await flow.provider.createSession(request);
  return transact(flow, (work) => attachSession(work, { paymentId, provider: flow.provider.name, session }));
}
