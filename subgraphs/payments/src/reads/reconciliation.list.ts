import { connectionOf, decodeCursor, pageSize } from '@app/kernel/cursor';
import type { Db, DifferenceKind, DifferenceRow, ReconciliationRow } from '../db.ts';

interface Page {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const idAfter = (after: string | null | undefined): string | undefined =>
  after ? decodeCursor(after, ['string'])[0] : undefined;
const key = ({ id }: { id: string }): [string] => [id];

/** Comparisons of providers' records with the ledger, newest first. For admins only, which the caller has checked. */
export async function listReconciliations(db: Db, { first, after }: Page) {
  const size = pageSize(first);
  const before = idAfter(after);
  const rows: ReconciliationRow[] = await db.reconciliation.findMany({
    ...(before && { where: { id: { lt: before } } }),
    orderBy: { id: 'desc' },
    take: size + 1,
  });
  return connectionOf(rows, { size, after, key });
}

/** A comparison's differences, in the order they were found. For admins only, which the caller has checked. */
export async function listDifferences(
  db: Db,
  reconciliationId: string,
  { first, after, kind }: Page & { readonly kind?: readonly DifferenceKind[] | null | undefined },
) {
  const size = pageSize(first);
  const behind = idAfter(after);
  const where = { reconciliationId, ...(kind && { kind: { in: [...kind] } }) };
  const rows: DifferenceRow[] = await db.reconciliationDifference.findMany({
    where: { ...where, ...(behind && { id: { gt: behind } }) },
    orderBy: { id: 'asc' },
    take: size + 1,
  });
  return { ...connectionOf(rows, { size, after, key }), count: () => db.reconciliationDifference.count({ where }) };
}

/** A page, which counts the whole list only when it is asked to. */
export type DifferencePage = Awaited<ReturnType<typeof listDifferences>>;
