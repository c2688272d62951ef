/** Rows as JSON for PostgreSQL's json_populate_recordset: amounts as text, so that none is rounded. */
export const jsonRows = (rows: unknown): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
