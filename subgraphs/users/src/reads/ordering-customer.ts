import type { AddressRow, Db } from '../db.ts';
import { openAddress, openPhone } from '../personal.ts';

/** What an order copies of its customer. */
export interface OrderingCustomerRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly address: AddressRow;
}

/** An active customer with one of their own addresses (U7, U8); null when either is not so. */
export async function orderingCustomer(
  db: Db,
  { userId, addressId }: { userId: string; addressId: string },
): Promise<OrderingCustomerRow | null> {
  // By hand: every checkout asks this, and Prisma would send a statement for each of the two tables.
  const [found] = await db.$queryRaw<(AddressRow & { email: string; name: string; phone: string | null })[]>`
    SELECT address.*, customer."emailNormalised" AS "email", customer."name", customer."phone"
    FROM "Address" AS address JOIN "User" AS customer ON customer."id" = address."userId"
    WHERE address."id" = ${addressId} AND address."userId" = ${userId} AND customer."status" = 'ACTIVE'`;
  if (!found) return null;
  const { email, name, phone, ...address } = found;
  return { id: userId, name, email, phone: openPhone({ id: userId, phone }), address: openAddress(address) };
}
