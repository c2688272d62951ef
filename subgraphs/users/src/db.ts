import { prismaAdapter } from '@app/kernel/db';
import type { Pool } from 'pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/** This domain's database. */
export type Db = PrismaClient;
/** One transaction on it. */
export type Tx = Prisma.TransactionClient;
export type {
  Address as AddressRow,
  RefreshToken as RefreshTokenRow,
  Role,
  Session as SessionRow,
  User as UserRow,
} from './generated/prisma/client.ts';

/** Prisma over the domain's pool, which stays the caller's to close. */
export const connect = (pool: Pool): Db => new PrismaClient({ adapter: prismaAdapter(pool) });
