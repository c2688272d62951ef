import { empty, join, raw, type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import type { Told } from '../work.ts';

/** The sliver of a Prisma transaction the kernel needs; every domain's client fits it. */
export interface SqlTx {
  $executeRaw(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
  $queryRaw<T>(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
}

const json = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));

/** Writes everything a unit of work tells in one statement; none when there is nothing. */
export async function flush(tx: SqlTx, told: Told): Promise<void> {
  if (told.messages.length + told.deadlines.length + told.withdrawn.length === 0) return;
  await tx.$executeRaw`WITH ${tellingOf(told)} SELECT 1`;
}

/**
 * What a unit of work tells, as common table expressions for a statement that writes more than this; afterwards, it is
 * told. `ifAny` names an expression before these: when it has no row, nothing is told.
 */
export function tellingOf(told: Told, ifAny?: string): Sql {
  const condition = ifAny === undefined ? empty : sql`AND EXISTS (SELECT FROM ${raw(`"${ifAny}"`)})`;
  const deadlines = told.deadlines.splice(0);
  // Within one statement, a row that is set cannot be taken back as well: what is set anew replaces it anyway.
  const set = new Set(deadlines.map(keyOf));
  const withdrawn = told.withdrawn.splice(0).filter((each) => !set.has(keyOf(each)));
  const messages = told.messages.splice(0);
  const parts = [
    ...(withdrawn.length > 0 ? [takenBack(withdrawn, condition)] : []),
    ...(deadlines.length > 0 ? [setAnew(deadlines, condition)] : []),
    ...(messages.length > 0 ? [written(messages, condition)] : []),
  ];
  return parts.length > 0 ? join(parts, ', ') : sql`"nothing_told" AS (SELECT 1)`;
}

const keyOf = ({ kind, subject }: { kind: string; subject: string }): string => `${kind}\n${subject}`;

const takenBack = (withdrawn: Told['withdrawn'], condition: Sql): Sql => sql`
  "deadline_gone" AS (
    DELETE FROM "Deadline" USING json_to_recordset(${json(withdrawn)}::json) AS gone(kind text, subject text)
    WHERE "Deadline"."kind" = gone.kind AND "Deadline"."subject" = gone.subject ${condition})`;

const setAnew = (deadlines: Told['deadlines'], condition: Sql): Sql => sql`
  "deadline_set" AS (
    INSERT INTO "Deadline" ("kind", "subject", "dueAt", "payload")
    SELECT kind, subject, "dueAt", payload
    FROM json_to_recordset(${json(deadlines)}::json) AS due(kind text, subject text, "dueAt" timestamptz, payload jsonb)
    WHERE true ${condition}
    ON CONFLICT ("kind", "subject") DO UPDATE
    SET "dueAt" = EXCLUDED."dueAt", "payload" = EXCLUDED."payload", "attempts" = 0, "lastError" = NULL)`;

const written = (messages: Told['messages'], condition: Sql): Sql => sql`
  "told" AS (
    INSERT INTO "OutboxEvent" ("id", "channel", "type", "version", "subject", "payload", "occurredAt", "correlationId")
    SELECT id, channel, type, version, subject, payload, "occurredAt", "correlationId"
    FROM json_to_recordset(${json(messages)}::json) AS told(
      id text, channel text, type text, version int, subject text, payload jsonb, "occurredAt" timestamptz, "correlationId" text)
    WHERE true ${condition})`;
