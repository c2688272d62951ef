import { prismaAdapter } from '@app/kernel/db';
import type { Pool } from 'pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/** The delivery database. */
export type Db = PrismaClient;
/** One transaction on it. */
export type Tx = Prisma.TransactionClient;
export type {
  Courier as CourierRow,
  Delivery as DeliveryRow,
  DeliveryOffer as OfferRow,
  DeliveryStatus,
  OfferState,
} from './generated/prisma/client.ts';

/** Opens the database over a pool. */
export const connect = (pool: Pool): Db => new PrismaClient({ adapter: prismaAdapter(pool) });
