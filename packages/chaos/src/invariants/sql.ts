import type { Domain } from '@app/stack/domains';
import type { Invariant } from './rooms.ts';

/** An invariant of one database: the statement answers with one text for each row that contradicts it. */
export const inDatabase = (number: string, name: string, [domain, sql]: readonly [Domain, string]): Invariant => ({
  number,
  name,
  broken: async ({ query }) => (await query<{ text: string }>(domain, sql)).map(({ text }) => text),
});
