import pg from 'pg';
import type { Cipher } from './cipher.ts';

/** The columns of a table that are sealed in the database. */
export interface SealedFields<Column extends string, Key extends string = 'id'> {
  readonly table: string;
  readonly columns: readonly Column[];
  /** The columns of its primary key; left out: `id`. */
  readonly key?: readonly Key[];
}

type Row<Column extends string, Key extends string> = { readonly [Name in Key]: string } & {
  readonly [Name in Column]: string | null;
};

const keyOf = <Column extends string, Key extends string>({ key }: SealedFields<Column, Key>): readonly Key[] =>
  key ?? (['id'] as unknown as readonly Key[]);

const mapped =
  <Column extends string, Key extends string>(
    fields: SealedFields<Column, Key>,
    change: (text: string, place: string) => string,
  ) =>
  <R extends Row<Column, Key>>(row: R): R => {
    const { table, columns } = fields;
    const which = keyOf(fields)
      .map((name) => row[name])
      .join(':');
    const texts = columns.map((name) => [name, row[name] && change(row[name], `${table}.${name}:${which}`)]);
    return { ...row, ...Object.fromEntries(texts) };
  };

/** A row as it is kept. */
export const sealRow = <Column extends string, Key extends string = 'id'>(
  cipher: Cipher,
  fields: SealedFields<Column, Key>,
) => mapped(fields, cipher.seal);

/** A kept row as it was. Throws CipherRefused. */
export const openRow = <Column extends string, Key extends string = 'id'>(
  cipher: Cipher,
  fields: SealedFields<Column, Key>,
) => mapped(fields, cipher.open);

const BATCH = 200;

/**
 * Seals with the newest key what is not: after a rotation, or from before there was a cipher. Goes through the table in
 * batches; a row that changes meanwhile is left to the next run. Answers how many rows it sealed.
 */
export async function resealTable<Column extends string, Key extends string = 'id'>(
  pool: Pick<pg.Pool, 'query'>,
  cipher: Cipher,
  fields: SealedFields<Column, Key>,
): Promise<number> {
  const { columns } = fields;
  const keys = keyOf(fields);
  const reseal = (row: Row<Column, Key>) => sealRow(cipher, fields)(openRow(cipher, fields)(row));
  const { page, change } = statementsFor(fields);
  let sealed = 0;
  for (let after: readonly string[] = keys.map(() => ''); ; ) {
    const { rows } = await pool.query<Row<Column, Key>>(page, [...after, cipher.currentMark]);
    for (const row of rows) {
      const fresh = reseal(row);
      const names = [...keys, ...columns, ...columns];
      const values = names.map((name, at) => (at < keys.length + columns.length ? fresh : row)[name]);
      const { rowCount } = await pool.query(change, values);
      sealed += rowCount ?? 0;
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return sealed;
    after = keys.map((name) => String(last[name]));
  }
}

/** `page`: rows after a key that are not sealed with the newest key. `change`: writes a row anew, if it is still as it was read. */
function statementsFor<Column extends string, Key extends string>(fields: SealedFields<Column, Key>) {
  const table = pg.escapeIdentifier(fields.table);
  const columns = fields.columns.map(pg.escapeIdentifier);
  const keys = keyOf(fields).map(pg.escapeIdentifier);
  const key = `(${keys.join(', ')})`;
  const given = `(${keys.map((_, at) => `$${at + 1}`).join(', ')})`;
  const next = keys.length + 1;
  const stale = columns.map((name) => `(${name} <> '' AND NOT starts_with(${name}, $${next}))`).join(' OR ');
  const set = columns.map((name, at) => `${name} = $${next + at}`).join(', ');
  const same = columns.map((name, at) => `${name} IS NOT DISTINCT FROM $${next + columns.length + at}`).join(' AND ');
  return {
    page: `SELECT ${[...keys, ...columns].join(', ')} FROM ${table} WHERE ${key} > ${given} AND (${stale})
      ORDER BY ${keys.join(', ')} LIMIT ${BATCH}`,
    change: `UPDATE ${table} SET ${set} WHERE ${key} = ${given} AND ${same}`,
  };
}
