import { type EventOf, type EventType, eventCatalogue, publisherOf } from '@app/schema/events';
import { z } from 'zod';
import type { EventMacs } from './macs.ts';

/** The stream that carries a domain's facts. */
export const streamOf = (domain: string): string => `events:${domain}`;

/** The stream on which a type of event travels. */
export const streamOfType = (type: EventType): string => streamOf(publisherOf(type));

/** A message that does not say what its contract says. Trying again cannot help. */
export class Poison extends Error {
  override name = 'Poison';
}

/** An outbox row as the relay reads it. */
export interface OutboxRow {
  readonly position: bigint;
  readonly id: string;
  readonly channel: 'event' | 'live';
  readonly type: string;
  readonly version: number;
  readonly subject: string;
  readonly payload: unknown;
  readonly occurredAt: Date;
  readonly correlationId: string | null;
}

/** An event as it travels: its text, and the codes that prove whose it is. */
export interface Sent {
  readonly text: string;
  readonly macs: string;
}

/** The text of an event. */
const textOf = ({ id, type, version, subject, payload, occurredAt, correlationId }: OutboxRow): string =>
  JSON.stringify({ id, type, version, subject, payload, occurredAt, correlationId });

/** Makes an outbox row ready to travel. */
export const seal = (row: OutboxRow, macs: EventMacs): Sent => {
  const text = textOf(row);
  return { text, macs: macs.of(text) };
};

const envelope = z.object({
  id: z.string(),
  type: z.string(),
  version: z.number(),
  subject: z.string(),
  payload: z.unknown(),
  occurredAt: z.iso.datetime({ offset: true }),
  correlationId: z.string().nullable(),
});

/** What an envelope is about, without believing its payload: enough to put it in a lane. */
export function addressOf(text: string): { id: string; type: string; subject: string } {
  const { id, type, subject } = JSON.parse(text) as { id: string; type: string; subject: string };
  return { id, type, subject };
}

/** Opens an envelope: it has to be of the domain that publishes its type, and its payload as the catalogue says. Throws Poison. */
export function open({ text, macs }: Sent, ours: EventMacs): EventOf {
  try {
    const { type, payload, occurredAt, ...rest } = envelope.parse(JSON.parse(text));
    if (!(type in eventCatalogue)) throw new Error(`unknown event ${type}`);
    prove({ text, macs }, type as EventType, ours);
    const definition = eventCatalogue[type as EventType];
    if (definition.version !== rest.version) throw new Error(`${type} v${rest.version} is not v${definition.version}`);
    return {
      ...rest,
      type: type as EventType,
      occurredAt: new Date(occurredAt),
      payload: definition.payload.parse(payload),
    };
  } catch (error) {
    throw new Poison(error instanceof Error ? error.message : String(error));
  }
}

function prove({ text, macs }: Sent, type: EventType, ours: EventMacs): void {
  const publisher = publisherOf(type);
  if (ours.prove(publisher, text, macs)) return;
  const remedy = `if it did, SERVICE_JWKS is not the same for both: mend it, then DEL ${streamOf(publisher)}:whole in Redis has all told again`;
  throw new Error(`${publisher} did not write this ${type}; ${remedy}`);
}
