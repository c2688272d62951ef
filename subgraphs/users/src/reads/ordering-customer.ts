import type { AddressRow, Db } from '../db.ts';

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
  const found = await db.address.findFirst({
    where: { id: addressId, userId, user: { status: 'ACTIVE' } },
    include: { user: true },
  });
  if (!found) return null;
  const { user, ...address } = found;
  return { id: user.id, name: user.name, email: user.emailNormalised, phone: user.phone, address };
}
