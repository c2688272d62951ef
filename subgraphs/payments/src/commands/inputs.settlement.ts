import { z } from 'zod';

export { usable } from './inputs.ts';

const plain = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');
const key = plain(200);
/** The most one place may cost, in minor units. */
const MOST = 10n ** 12n;

/** What an admin agrees with a business. */
export const commissionInput = z.object({
  businessId: plain(64)
    .refine((id) => id !== '*', 'is no business')
    .nullish(),
  basisPoints: z.number().int().min(0).max(10_000),
  effectiveFrom: z.date(),
  idempotencyKey: key,
});

/** The period of a statement. */
export const preparePayoutInput = z.object({
  party: z.enum(['BUSINESS', 'COURIER']),
  partyId: plain(64),
  periodStart: z.date(),
  periodEnd: z.date(),
  idempotencyKey: key,
});

/** That a statement was paid. */
export const payPayoutInput = z.object({ payoutId: plain(64), reference: plain(200), idempotencyKey: key });

/** One place in a group purchase that is to be paid. */
export const holdInput = z.object({
  sessionId: plain(64),
  placeId: plain(64),
  customerId: plain(64),
  businessId: plain(64),
  method: z.enum(['ONLINE', 'WALLET']),
  amountMinor: z.bigint().positive().max(MOST),
  currencyCode: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  description: plain(100),
});

/** What of a session goes back, and why. */
export const refundEscrowInput = z.object({ sessionId: plain(64), placeId: plain(64).nullish(), reason: plain(200) });
