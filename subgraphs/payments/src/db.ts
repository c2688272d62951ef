import { prismaAdapter } from '@app/kernel/db';
import type { Pool } from 'pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;
export type {
  CommissionRule as CommissionRuleRow,
  DifferenceKind,
  Escrow as EscrowRow,
  Payment as PaymentRow,
  PaymentMethod,
  PaymentStatus,
  Payout as PayoutRow,
  PayoutParty,
  Reconciliation as ReconciliationRow,
  ReconciliationDifference as DifferenceRow,
  ReconciliationStep,
  Refund as RefundRow,
  RefundState,
  Wallet as WalletRow,
  WebhookEvent as WebhookEventRow,
} from './generated/prisma/client.ts';
export { Prisma } from './generated/prisma/client.ts';

/** An order as payments knows it: by its id only. */
export interface OrderRef {
  readonly id: string;
}

/** A payment provider as the API shows it: by its name only. */
export interface ProviderRef {
  readonly name: string;
}

/** This domain's database over a pool. */
export const connect = (pool: Pool): Db => new PrismaClient({ adapter: prismaAdapter(pool) });
