import type { Direct } from '@app/kernel/sql';
import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, PaymentRow, WalletRow } from '../db.ts';
import { maySee } from '../domain/payment.access.ts';

/** What one viewer may read; a payment that is not theirs to know of does not exist for them. */
export interface Reads {
  readonly payment: DataLoader<string, PaymentRow | null>;
  readonly paymentOfOrder: DataLoader<string, PaymentRow | null>;
  /** The viewer's own wallet. */
  wallet(currency: string): Promise<WalletRow>;
}

/** Opens the reads of one request: each loader asks once for all that is wanted at the same time. */
export const openReads = ({ db, direct }: { db: Db; direct: Direct }, viewer: Viewer): Reads => ({
  payment: new DataLoader(async (ids) =>
    inOrder(ids, visible(viewer, await db.payment.findMany({ where: { id: { in: [...ids] } } })), ({ id }) => id),
  ),
  paymentOfOrder: new DataLoader(async (ids) =>
    inOrder(
      ids,
      // Every order that is shown asks this.
      visible(
        viewer,
        await direct.$queryRaw<PaymentRow[]>`SELECT * FROM "Payment" WHERE "orderId" = ANY(${ids}::text[])`,
      ),
      ({ orderId }) => orderId,
    ),
  ),
  async wallet(currency) {
    const key = { customerId: viewer.id, currency };
    return (await db.wallet.findUnique({ where: { customerId_currency: key } })) ?? { ...key, balanceMinor: 0n };
  },
});

const visible = (viewer: Viewer, rows: PaymentRow[]): PaymentRow[] => rows.filter((row) => maySee(viewer, row));

function inOrder<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string | null) {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
