import pg from 'pg';
import type { Cipher } from './cipher.ts';

/** The columns of a table that are sealed in the database. Its key is `id`. */
export interface SealedFields<Column extends string> {
  readonly table: string;
  readonly columns: readonly Column[];
}

type Row<Column extends string> = { readonly id: string } & { readonly [Name in Column]: string | null };

const mapped =
  <Column extends string>({ table, columns }: SealedFields<Column>, change: (text: string, place: string) => string) =>
  <R extends Row<Column>>(row: R): R => {
    const texts = columns.map((name) => [name, row[name] && change(row[name], `${table}.${name}:${row.id}`)]);
    return { ...row, ...Object.fromEntries(texts) };
  };

/** A row as it is kept. */
export const sealRow = <Column extends string>(cipher: Cipher, fields: SealedFields<Column>) =>
  mapped(fields, cipher.seal);

/** A kept row as it was. Throws CipherRefused. */
export const openRow = <Column extends string>(cipher: Cipher, fields: SealedFields<Column>) =>
  mapped(fields, cipher.open);

const BATCH = 200;

/**
 * Seals with the newest key what is not: after a rotation, or from before there was a cipher. Goes through the table in
 * batches; a row that changes meanwhile is left to the next run. Answers how many rows it sealed.
 */
export async function resealTable<Column extends string>(
  pool: Pick<pg.Pool, 'query'>,
  cipher: Cipher,
  fields: SealedFields<Column>,
): Promise<number> {
  const { table, columns } = fields;
  const name = pg.escapeIdentifier;
  const list = columns.map(name).join(', ');
  const reseal = (row: Row<Column>) => sealRow(cipher, fields)(openRow(cipher, fields)(row));
  const set = columns.map((column, at) => `${name(column)} = $${at + 2}`).join(', ');
  const same = columns
    .map((column, at) => `${name(column)} IS NOT DISTINCT FROM $${at + 2 + columns.length}`)
    .join(' AND ');
  const stale = columns
    .map((column) => `(${name(column)} <> '' AND NOT starts_with(${name(column)}, $2))`)
    .join(' OR ');
  let sealed = 0;
  for (let after = ''; ; ) {
    const { rows } = await pool.query<Row<Column>>(
      `SELECT "id", ${list} FROM ${name(table)} WHERE "id" > $1 AND (${stale}) ORDER BY "id" LIMIT ${BATCH}`,
      [after, cipher.currentMark],
    );
    for (const row of rows) {
      const fresh = reseal(row);
      const values = [...columns.map((column) => fresh[column]), ...columns.map((column) => row[column])];
      const { rowCount } = await pool.query(`UPDATE ${name(table)} SET ${set} WHERE "id" = $1 AND ${same}`, [
        row.id,
        ...values,
      ]);
      sealed += rowCount ?? 0;
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return sealed;
    after = last.id;
  }
}
