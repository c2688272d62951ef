import { domains } from '@app/stack/domains';
import type { Invariant, Rooms } from './rooms.ts';

async function everywhere(rooms: Rooms, sql: string): Promise<string[]> {
  const found = await Promise.all(
    domains.map(async (domain) =>
      (await rooms.query<{ text: string }>(domain, sql)).map(({ text }) => `${domain}: ${text}`),
    ),
  );
  return found.flat();
}

/** Every event of a type that some consumer has ever handled was handled by that consumer: none was lost on the way. */
async function allHeard(rooms: Rooms): Promise<string[]> {
  const told = new Map<string, string>();
  for (const domain of domains)
    for (const { id, type } of await rooms.query<{ id: string; type: string }>(
      domain,
      `SELECT "id", "type" FROM "OutboxEvent" WHERE "channel" = 'event'`,
    ))
      told.set(id, type);
  const broken: string[] = [];
  for (const domain of domains) {
    const heard = new Map<string, Set<string>>();
    for (const { consumer, id } of await rooms.query<{ consumer: string; id: string }>(
      domain,
      `SELECT "consumer", "eventId" AS id FROM "InboxEvent"`,
    ))
      heard.set(consumer, (heard.get(consumer) ?? new Set()).add(id));
    for (const [consumer, ids] of heard) broken.push(...missedBy(consumer, ids, told));
  }
  return broken;
}

function missedBy(consumer: string, heard: ReadonlySet<string>, told: ReadonlyMap<string, string>): string[] {
  const types = new Set([...heard].map((id) => told.get(id)));
  return [...told].flatMap(([id, type]) =>
    types.has(type) && !heard.has(id) ? [`${consumer} never heard ${type} ${id}`] : [],
  );
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
