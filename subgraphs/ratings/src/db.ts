import { prismaAdapter } from '@app/kernel/db';
import type { Pool } from 'pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/** This domain's database. */
export type Db = PrismaClient;
/** One transaction on it. */
export type Tx = Prisma.TransactionClient;
export type { Rating as RatingRow, RatingSubject, RatingTotal as RatingTotalRow } from './generated/prisma/client.ts';

/** Something rated that another subgraph owns. */
export interface SubjectKey {
  readonly id: string;
}

/** Prisma over the domain's pool, which stays the caller's to close. */
export const connect = (pool: Pool): Db => new PrismaClient({ adapter: prismaAdapter(pool) });
