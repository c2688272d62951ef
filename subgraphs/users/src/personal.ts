import { type Cipher, openCipher } from '@app/kernel/cipher';
import { openRow, resealTable, sealRow } from '@app/kernel/sealed-fields';
import type { Pool } from 'pg';
import type { AddressRow, UserRow } from './db.ts';
import { readFieldKeys } from './env.ts';

/** What is sealed in the database (P12): where somebody lives, and how to ring them. */
const ADDRESS = { table: 'Address', columns: ['line1', 'line2', 'contactName', 'contactPhone'] } as const;
const USER = { table: 'User', columns: ['phone'] } as const;

let known: Cipher | undefined;
const cipher = (): Cipher => {
  known ??= openCipher(readFieldKeys());
  return known;
};

/** An address as it is kept. */
export const sealAddress = (row: AddressRow): AddressRow => sealRow(cipher(), ADDRESS)(row);
/** A kept address as it was given. */
export const openAddress = (row: AddressRow): AddressRow => openRow(cipher(), ADDRESS)(row);
/** A user's telephone number as it is kept. */
export const sealPhone = (row: Pick<UserRow, 'id' | 'phone'>): string | null => sealRow(cipher(), USER)(row).phone;
/** A kept telephone number as it was given. */
export const openPhone = (row: Pick<UserRow, 'id' | 'phone'>): string | null => openRow(cipher(), USER)(row).phone;

/** Seals with the newest key whatever is not. Answers how many rows. */
export const resealPersonal = async (pool: Pick<Pool, 'query'>): Promise<number> =>
  (await resealTable(pool, cipher(), ADDRESS)) + (await resealTable(pool, cipher(), USER));
