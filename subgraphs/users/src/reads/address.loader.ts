import DataLoader from 'dataloader';
import type { AddressRow, Db } from '../db.ts';
import { openAddress } from '../personal.ts';

/**
 * Address books by user, newest first, one query a tick. Asked only for a user row, and a user row is only ever given to
 * its owner, an admin, or somebody who has proven to be the owner in the same request.
 */
export const addressLoader = (db: Db) =>
  new DataLoader<string, AddressRow[]>(async (userIds) => {
    const rows = await db.address.findMany({
      where: { userId: { in: [...userIds] } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    const books = new Map(userIds.map((id) => [id, [] as AddressRow[]]));
    for (const row of rows) books.get(row.userId)?.push(openAddress(row));
    return userIds.map((id) => books.get(id) ?? []);
  });
