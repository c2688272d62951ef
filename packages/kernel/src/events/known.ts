import type { EventType } from '@app/schema/events';
import type { Pool } from 'pg';
import type { SqlTx } from '../work.ts';
import type { AnyConsumer } from './consumer.ts';
import { addressOf, type Sent } from './envelope.ts';

/** What a stream holds: an id and its fields. */
export type Entry = [id: string, fields: string[]];

/** What an entry asks for: its address, and who listens to its type. */
export interface Heard<Tx extends SqlTx> extends Sent {
  readonly id: string;
  readonly subject: string;
  readonly interested: readonly AnyConsumer<Tx>[];
}

/**
 * So many entries at once are history being told again, not news: then it is worth asking once which of them were handled,
 * instead of finding it out in a transaction for each.
 */
const HISTORY = 50;
const NONE: ReadonlySet<string> = new Set();

/** Tells entries apart: those that nobody here has anything to do with any more, and what is left to do, in order. */
export async function sift<Tx extends SqlTx>(
  pool: Pool,
  entries: readonly Entry[],
  byType: ReadonlyMap<EventType, readonly AnyConsumer<Tx>[]>,
): Promise<{ done: string[]; due: Heard<Tx>[] }> {
  const read = entries.map((entry) => readEntry(entry, byType));
  // Without an answer each finds out for itself: what was read must not be dropped here.
  const known = read.length < HISTORY ? NONE : await handled(pool, read).catch(() => NONE);
  const due: Heard<Tx>[] = [];
  const done: string[] = [];
  for (const { id, text, macs, type, subject, interested, eventId } of read) {
    const left = interested.filter(({ name }) => !known.has(`${name} ${eventId}`));
    // What cannot be read is due: it has to be buried.
    if (left.length > 0 || type === '') due.push({ id, text, macs, subject, interested: left });
    else done.push(id);
  }
  return { done, due };
}

interface Read<Tx extends SqlTx> extends Heard<Tx> {
  readonly type: string;
  readonly eventId: string;
}

function readEntry<Tx extends SqlTx>(
  [id, fields]: Entry,
  byType: ReadonlyMap<EventType, readonly AnyConsumer<Tx>[]>,
): Read<Tx> {
  const [text = '', macs = ''] = [fields[1], fields[3]];
  const address = readable(text);
  return { id, text, macs, ...address, interested: byType.get(address.type as EventType) ?? [] };
}

function readable(text: string): { type: string; subject: string; eventId: string } {
  try {
    const { id, type, subject } = addressOf(text);
    return { type, subject, eventId: id };
  } catch {
    return { type: '', subject: '', eventId: '' };
  }
}

/** `consumer event` of what the inbox has: its row was written by the transaction that handled it. */
async function handled<Tx extends SqlTx>(pool: Pool, read: readonly Read<Tx>[]): Promise<Set<string>> {
  const pairs = read.flatMap(({ interested, eventId }) => interested.map(({ name }) => [name, eventId] as const));
  if (pairs.length === 0) return new Set();
  const { rows } = await pool.query<{ key: string }>(
    `SELECT inbox."consumer" || ' ' || inbox."eventId" AS key FROM unnest($1::text[], $2::text[]) AS asked(consumer, id)
     JOIN "InboxEvent" AS inbox ON inbox."consumer" = asked.consumer AND inbox."eventId" = asked.id`,
    [pairs.map(([name]) => name), pairs.map(([, id]) => id)],
  );
  return new Set(rows.map(({ key }) => key));
}
