import type { Result } from '@app/kernel/result';
import { alone } from '@app/kernel/sql';
import { run } from '@app/kernel/work';
import { openAtOnce } from '../commands/open-at-once.ts';
import { type OpenPayment, openPayment } from '../commands/open-payment.ts';
import type { Flow } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { openWithSession, withSession } from './open-session.ts';

type Refusals = 'IDEMPOTENCY_CONFLICT' | 'ORDER_CALLED_OFF' | 'INSUFFICIENT_FUNDS' | 'PROVIDER_NOT_OFFERED';

/**
 * Opens the one payment of an order, with its page at the provider when it has one. A new payment is one statement;
 * whatever stands in its way is looked at again with the order locked.
 */
export async function openOrderPayment(
  flow: Flow,
  request: OpenPayment,
): Promise<Result<PaymentRow, Refusals | 'PROVIDER_UNAVAILABLE' | 'PROVIDER_REFUSED'>> {
  const opened = await atOnce(flow, request);
  return opened?.ok ? withSession(flow, opened.value) : openWithSession(flow, openPayment, request);
}

/** Null when the database says that another one was first, or that the order was called off. */
const atOnce = (flow: Flow, request: OpenPayment) =>
  run({ ...flow, db: alone(flow.direct) }, openAtOnce, request).catch((error: Error & { code?: string }) => {
    if (error.code && CAME_BETWEEN.has(error.code)) return null;
    throw error;
  });

/** unique_violation, check_violation. */
const CAME_BETWEEN = new Set(['23505', '23514']);
