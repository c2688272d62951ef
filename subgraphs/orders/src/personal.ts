import { type Cipher, openCipher } from '@app/kernel/cipher';
import { resealTable } from '@app/kernel/sealed-fields';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Recipient } from './domain/recipient.ts';
import { readFieldKeys } from './env.ts';

/** What is sealed in the database (P12): who gets an order, and where they live. */
const ORDER = { table: 'Order', columns: ['recipient'] } as const;

let known: Cipher | undefined;
const cipher = (): Cipher => {
  known ??= openCipher(readFieldKeys());
  return known;
};

const recipientShape: z.ZodType<Recipient> = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  state: z.string().nullable(),
  country: z.string(),
  postalCode: z.string(),
});

const placeOf = (orderId: string): string => `${ORDER.table}.recipient:${orderId}`;

/** Who gets this order, as it is kept: in the plan of its checkout, and with the order. */
export const sealRecipient = (orderId: string, recipient: Recipient): string =>
  cipher().seal(JSON.stringify(recipient), placeOf(orderId));

/** Who gets this order, as it was said. Throws CipherRefused. */
export const openRecipient = (orderId: string, kept: string): Recipient =>
  recipientShape.parse(JSON.parse(cipher().open(kept, placeOf(orderId))));

/** Seals with the newest key what is not. Answers how many orders. */
export const resealPersonal = (pool: Pick<Pool, 'query'>): Promise<number> => resealTable(pool, cipher(), ORDER);
