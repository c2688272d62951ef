import type { Result } from '@app/kernel/result';
import { completePayment } from '../../src/commands/complete-payment.ts';
import type { OpenPayment } from '../../src/commands/open-payment.ts';
import { openTopUp } from '../../src/commands/open-top-up.ts';
import type { PaymentRow } from '../../src/db.ts';
import { openOrderPayment } from '../../src/flows/open-payment.ts';
import { openWithSession } from '../../src/flows/open-session.ts';
import { ADA } from './identities.ts';
import type { World } from './world.ts';

/** What orders asks for, unless a test says otherwise: 25.00 EUR online, for the bistro. */
export const request = (world: World, given: Partial<OpenPayment> = {}): OpenPayment => ({
  orderId: 'ord_1',
  orderNumber: 'A-1',
  customerId: ADA.id,
  businessIds: ['biz_bistro'],
  method: 'ONLINE',
  amountMinor: 2_500n,
  currency: 'EUR',
  terms: world.terms,
  ...given,
});

/** The value of an answer that must be a yes. */
export function yes<T>(answer: Result<T>): T {
  if (!answer.ok) throw new Error(`expected a yes, got ${answer.code}: ${answer.message}`);
  return answer.value;
}

/** An open payment of an order, with its page at the provider when it is online. */
export const opened = async (world: World, given: Partial<OpenPayment> = {}): Promise<PaymentRow> =>
  yes(await openOrderPayment(world.flowAs(ADA), request(world, given)));

/** A payment whose money is here. */
export async function captured(world: World, given: Partial<OpenPayment> = {}): Promise<PaymentRow> {
  const { id } = await opened(world, given);
  return yes(await world.as(ADA).does(completePayment, { paymentId: id }));
}

/** Money in a wallet that came the proper way: a captured top-up. */
export async function fill(world: World, customerId: string, amount: string): Promise<PaymentRow> {
  const viewer = { ...ADA, id: customerId };
  const input = { amount, currencyCode: 'EUR', idempotencyKey: `fill-${Math.random()}`, terms: world.terms };
  const { id } = yes(await openWithSession(world.flowAs(viewer), openTopUp, input));
  return yes(await world.as(viewer).does(completePayment, { paymentId: id }));
}

/** Presses a button on a payment's page at the provider. */
export const press = (payment: PaymentRow, button: 'pay' | 'decline'): Promise<Response> =>
  fetch(`${payment.url}/${button}`, { method: 'POST' });

/** Waits until it is so; fails the test when it is not within five seconds. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`did not happen: ${what}`);
}
