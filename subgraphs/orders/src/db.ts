import { prismaAdapter } from '@app/kernel/db';
import type { Pool } from 'pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;
export type {
  Cart as CartRow,
  CartLine as CartLineRow,
  Checkout as CheckoutRow,
  Order as OrderRow,
  OrderHistory as OrderHistoryRow,
  OrderItem as OrderItemRow,
  OrderStatus,
  OrderStep as OrderStepRow,
  OrderStepKind,
  PaymentMethod,
  SellerOrder as SellerOrderRow,
  SellerOrderStatus,
} from './generated/prisma/client.ts';
export { Prisma } from './generated/prisma/client.ts';

/** This domain's database over a pool. */
export const connect = (pool: Pool): Db => new PrismaClient({ adapter: prismaAdapter(pool) });
