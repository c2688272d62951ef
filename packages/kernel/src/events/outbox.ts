import type { Told } from '../work.ts';

/** The sliver of a Prisma transaction the kernel needs; every domain's client fits it. */
export interface SqlTx {
  $executeRaw(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
  $queryRaw<T>(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
}

const json = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));

/** Writes everything a unit of work tells: one statement per kind, none when there is nothing. */
export async function flush(tx: SqlTx, { messages, deadlines, withdrawn }: Told): Promise<void> {
  if (withdrawn.length > 0) {
    await tx.$executeRaw`
      DELETE FROM "Deadline" USING json_to_recordset(${json(withdrawn)}::json) AS gone(kind text, subject text)
      WHERE "Deadline"."kind" = gone.kind AND "Deadline"."subject" = gone.subject`;
  }
  if (deadlines.length > 0) {
    await tx.$executeRaw`
      INSERT INTO "Deadline" ("kind", "subject", "dueAt", "payload")
      SELECT kind, subject, "dueAt", payload
      FROM json_to_recordset(${json(deadlines)}::json) AS due(kind text, subject text, "dueAt" timestamptz, payload jsonb)
      ON CONFLICT ("kind", "subject") DO UPDATE
      SET "dueAt" = EXCLUDED."dueAt", "payload" = EXCLUDED."payload", "attempts" = 0, "lastError" = NULL`;
  }
  if (messages.length > 0) {
    // Last, so that the position is taken as late as possible; the order within one unit of work is kept.
    await tx.$executeRaw`
      INSERT INTO "OutboxEvent" ("id", "channel", "type", "version", "subject", "payload", "occurredAt", "correlationId")
      SELECT id, channel, type, version, subject, payload, "occurredAt", "correlationId"
      FROM json_to_recordset(${json(messages)}::json) AS told(
        id text, channel text, type text, version int, subject text, payload jsonb, "occurredAt" timestamptz, "correlationId" text)`;
  }
}
