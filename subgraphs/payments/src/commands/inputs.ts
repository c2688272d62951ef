import { parseAmount } from '@app/kernel/money';
import { ok, type Result, refuse } from '@app/kernel/result';
import { z } from 'zod';

/** The most one payment may move, in minor units: above it, somebody has made a mistake. */
const MOST = 10n ** 12n;

const plain = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');
const key = plain(200);

/** What an order asks when it wants its payment opened. */
export const openInput = z.object({
  orderId: plain(64),
  orderNumber: plain(64),
  customerId: plain(64),
  businessIds: z.array(plain(64)).max(100),
  method: z.enum(['ONLINE', 'WALLET', 'CASH']),
  amountMinor: z.bigint().positive().max(MOST),
  currencyCode: currency,
  provider: plain(20).nullish(),
});

/** What a customer says to put money into the wallet. */
export const topUpInput = z.object({ amount: plain(40), currencyCode: currency, idempotencyKey: key });

/** What an admin says to give money back. */
export const refundInput = z.object({
  paymentId: plain(64),
  amount: plain(40).nullish(),
  reason: plain(500).nullish(),
  idempotencyKey: key,
});

/** What an admin says to compare a provider's records with the ledger. */
export const reconcileInput = z.object({ provider: plain(20), from: z.date(), to: z.date(), idempotencyKey: key });

/** The order whose payment is called off. */
export const orderIdInput = plain(64);

/** An input that keeps to its shape, or what is wrong with it. */
export function usable<Shape extends z.ZodType>(
  shape: Shape,
  input: unknown,
): Result<z.output<Shape>, 'INVALID_INPUT'> {
  const read = shape.safeParse(input);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const path = ['input', ...(issue?.path.map(String) ?? [])];
  return refuse('INVALID_INPUT', `${path.join('.')}: ${issue?.message ?? 'not usable'}`, path);
}

/** A decimal amount above zero and not beyond reason, in minor units. */
export function positiveAmount(text: string, currencyCode: string): Result<bigint, 'INVALID_INPUT'> {
  const amount = parseAmount(text, currencyCode);
  if (!amount.ok) return { ...amount, path: ['input', 'amount'] };
  if (amount.value > 0n && amount.value <= MOST) return amount;
  return refuse('INVALID_INPUT', 'The amount must be above zero and within reason.', ['input', 'amount']);
}
