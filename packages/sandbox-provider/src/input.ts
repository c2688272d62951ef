import { z } from 'zod';

const minorUnits = z.string().regex(/^[1-9]\d{0,17}$/, 'must be a positive integer in minor units, as text');
const webAddress = z.url({ protocol: /^https?$/ }).max(2_000);

/** What a shop sends to open a session. */
export const sessionInput = z.strictObject({
  amount: minorUnits,
  currency: z.string().regex(/^[A-Z]{3}$/),
  reference: z.string().min(1).max(100),
  description: z.string().max(200).default(''),
  merchant: z.string().max(100).default('Sandbox shop'),
  webhookUrl: webAddress,
  returnUrl: webAddress.nullable().default(null),
  expiresAt: z.iso.datetime(),
});

/** What a shop sends to give money back. */
export const refundInput = z.strictObject({
  sessionId: z.string().min(1).max(100),
  reference: z.string().max(100).default(''),
  amount: minorUnits,
  reason: z.string().max(200).default(''),
});

/** What part of the records a shop wants to see; `to` is not part of the period. */
export const listInput = z.object({
  from: z.iso.datetime().default('1970-01-01T00:00:00.000Z'),
  to: z.iso.datetime().default('9999-12-31T00:00:00.000Z'),
  status: z.string().max(20).optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});

/** Why the provider does not do what it was asked. `code` is for programs. */
export class ProviderRefusal extends Error {
  override name = 'ProviderRefusal';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
