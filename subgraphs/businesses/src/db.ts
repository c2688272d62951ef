import { prismaAdapter } from '@app/kernel/db';
import type { Pool } from 'pg';
import type { OpeningSpan } from './domain/opening.ts';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/** This domain's database. */
export type Db = PrismaClient;
/** One transaction on it. */
export type Tx = Prisma.TransactionClient;

/** A business with its opening hours, as every read answers it. */
export interface BusinessRow {
  readonly id: string;
  readonly name: string;
  readonly status: 'PENDING' | 'ACTIVE' | 'SUSPENDED';
  readonly paused: boolean;
  readonly alwaysOpen: boolean;
  readonly timezone: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly currency: string;
  readonly taxBasisPoints: number;
  readonly deliveryFeeMinor: bigint;
  readonly hours: readonly OpeningSpan[];
}

/** An item with what it takes from its business. */
export interface ItemRow {
  readonly id: string;
  readonly businessId: string;
  readonly name: string;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly visible: boolean;
  readonly switchedOn: boolean;
  readonly inStock: boolean;
  readonly businessStatus: BusinessRow['status'];
}

/** Prisma over the domain's pool, which stays the caller's to close. */
export const connect = (pool: Pool): Db => new PrismaClient({ adapter: prismaAdapter(pool) });
