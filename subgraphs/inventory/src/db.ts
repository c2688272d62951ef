import { prismaAdapter } from '@app/kernel/db';
import type { Pool } from 'pg';
import { type Prisma, PrismaClient, type StockItem, type StockLocation } from './generated/prisma/client.ts';

/** This domain's database. */
export type Db = PrismaClient;
/** One transaction on it. */
export type Tx = Prisma.TransactionClient;
export type {
  Hold as HoldRow,
  HoldLine as HoldLineRow,
  HoldLineState,
  HoldState,
  MovementKind,
  StockItem as StockItemRow,
} from './generated/prisma/client.ts';

export { Prisma } from './generated/prisma/client.ts';

/** A place where a business keeps stock. */
export type StockLocationRow = Pick<StockLocation, 'id' | 'name' | 'position'>;

/** Units of one tracked item. */
export type StockRow = Pick<StockItem, 'onHand' | 'reserved'>;

/** An item that another subgraph owns. */
export interface ItemKey {
  readonly id: string;
}

/** Prisma over the domain's pool, which stays the caller's to close. */
export const connect = (pool: Pool): Db => new PrismaClient({ adapter: prismaAdapter(pool) });
