import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import { z } from 'zod';
import type { UserCommand } from '../context.ts';
import type { AddressRow } from '../db.ts';
import { openAddress, sealAddress } from '../personal.ts';
import { line, phone, readInput } from './account-input.ts';

/** How many addresses an account may keep. */
export const ADDRESSES_MAX = 100;

const optional = <T>(shape: z.ZodType<T>) => shape.nullish().transform((value) => value ?? null);

const addressShape = z.object({
  line1: line(200),
  line2: optional(line(200)),
  city: line(100),
  state: optional(line(100)),
  country: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2}$/)
    .transform((code) => code.toUpperCase())
    .refine(isCountry),
  postalCode: line(20),
  contactName: optional(line(100)),
  contactPhone: optional(phone),
  location: optional(z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })),
});

/** What a client may say about an address. */
export type AddAddress = z.input<typeof addressShape>;

/** Adds an address to the viewer's own address book (U6). */
export const addAddress: UserCommand<AddAddress, AddressRow, 'INVALID_INPUT' | 'ADDRESS_BOOK_FULL'> = async (
  { tx, viewer, now },
  input,
) => {
  const read = readInput(addressShape, input);
  if (!read.ok) return read;
  // The user's row is the guard of the count: two additions at the same moment come one after another.
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${viewer.id} FOR NO KEY UPDATE`;
  if ((await tx.address.count({ where: { userId: viewer.id } })) >= ADDRESSES_MAX)
    return refuse('ADDRESS_BOOK_FULL', `An address book holds ${ADDRESSES_MAX} addresses.`);
  const { location, ...fields } = read.value;
  const place = { latitude: location?.latitude ?? null, longitude: location?.longitude ?? null };
  const address = { ...fields, ...place, id: newId('adr'), userId: viewer.id, createdAt: now };
  return ok(openAddress(await tx.address.create({ data: sealAddress(address) })));
};

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Whether ISO 3166-1 knows these two letters. */
function isCountry(code: string): boolean {
  return regions.of(code) !== undefined && code !== 'ZZ' && code !== 'EU' && code !== 'UN';
}
