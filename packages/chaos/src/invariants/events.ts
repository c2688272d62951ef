import { type EventType, eventCatalogue } from '@app/schema/events';
import { domains } from '@app/stack/domains';
import { type Listener, listenersOf } from './listeners.ts';
import type { Invariant, Rooms } from './rooms.ts';

async function everywhere(rooms: Rooms, sql: string): Promise<string[]> {
  const found = await Promise.all(
    domains.map(async (domain) =>
      (await rooms.query<{ text: string }>(domain, sql)).map(({ text }) => `${domain}: ${text}`),
    ),
  );
  return found.flat();
}

/** Every event that a consumer has to do with has a row in its inbox: none was lost on the way. */
export async function allHeard(rooms: Rooms): Promise<string[]> {
  const told: Told[] = [];
  for (const domain of domains)
    told.push(
      ...(await rooms.query<Told>(
        domain,
        `SELECT "id", "type", "payload" FROM "OutboxEvent" WHERE "channel" = 'event'`,
      )),
    );
  const broken: string[] = [];
  for (const domain of domains) {
    const rows = await rooms.query<{ key: string }>(
      domain,
      `SELECT "consumer" || ' ' || "eventId" AS key FROM "InboxEvent" UNION SELECT "consumer" || ' ' || "eventId" FROM "DeadLetter"`,
    );
    const heard = new Set(rows.map(({ key }) => key));
    for (const listener of await listenersOf(domain))
      for (const event of told)
        if (concerns(listener, event) && !heard.has(`${listener.name} ${event.id}`))
          broken.push(`${listener.name} never heard ${event.type} ${event.id}`);
  }
  return broken;
}

interface Told {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
}

function concerns({ on, when }: Listener, { type, payload }: Told): boolean {
  if (!(typeof on === 'string' ? [on] : on).includes(type)) return false;
  const { payload: shape } = eventCatalogue[type as EventType];
  return when?.(shape.parse(payload)) ?? true;
}

/** Facts travel: each is told, heard by everybody it concerns, and acted on once (I8, I9). */
export const eventInvariants: readonly Invariant[] = [
  {
    number: 'I9',
    name: 'every outbox has drained',
    broken: (rooms) =>
      everywhere(
        rooms,
        `SELECT "type" || ' ' || "id" || ' is untold' AS text FROM "OutboxEvent" WHERE "publishedAt" IS NULL`,
      ),
  },
  {
    number: 'I9',
    name: 'no dead letters',
    broken: (rooms) =>
      everywhere(
        rooms,
        `SELECT "consumer" || ' ' || "eventId" || ': ' || left("error", 200) AS text FROM "DeadLetter"`,
      ),
  },
  { number: 'I8', name: 'every event was heard by everybody who listens to its kind', broken: allHeard },
];
