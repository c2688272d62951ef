import { existsSync, readFileSync } from 'node:fs';
import { type Domain, domains } from '@app/stack/domains';
import pg from 'pg';
import type { Journal } from '../load/journal.ts';
import type { World } from '../world/world.ts';

/** What invariants are checked against: the databases, the provider's own record, and what clients were told. */
export interface Rooms {
  query<Row extends pg.QueryResultRow>(domain: Domain, sql: string, values?: unknown[]): Promise<Row[]>;
  readonly provider: ProviderRecord;
  readonly journal: Journal;
}

/** What the provider knows, as it keeps it. Amounts in minor units. */
export interface ProviderRecord {
  readonly sessions: ReadonlyMap<string, { id: string; status: string; amount: string; reference: string }>;
  readonly refunds: readonly { sessionId: string; amount: string }[];
}

/** Something that must hold once everything has settled. Answers with what contradicts it, in words. */
export interface Invariant {
  /** The number in the list of invariants that the product promises. */
  readonly number: string;
  readonly name: string;
  broken(rooms: Rooms): Promise<string[]>;
}

/** Opens the rooms for reading; `close` ends it. */
export async function openRooms(world: World, journal: Journal): Promise<Rooms & { close(): Promise<void> }> {
  const pools = new Map(
    domains.map((domain) => [domain, new pg.Pool({ connectionString: world.databases[domain], max: 2 })]),
  );
  for (const pool of pools.values()) pool.on('error', () => undefined);
  return {
    async query<Row extends pg.QueryResultRow>(domain: Domain, sql: string, values: unknown[] = []) {
      const pool = pools.get(domain);
      if (!pool) throw new Error(`there is no ${domain}`);
      return (await pool.query<Row>(sql, values)).rows;
    },
    get provider() {
      return readProvider(world.providerFile);
    },
    journal,
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))),
  };
}

type Row = Record<string, string>;

/** The newest version of each row in the provider's append-only file. */
export function readProvider(file: string): ProviderRecord {
  const rows: Record<string, Map<string, Row>> = { session: new Map(), refund: new Map() };
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    for (const { kind, id, row } of entriesOf(line)) rows[kind]?.set(id, row);
  }
  return {
    sessions: rows.session as unknown as ProviderRecord['sessions'],
    refunds: [...(rows.refund?.values() ?? [])] as unknown as ProviderRecord['refunds'],
  };
}

function entriesOf(line: string): { kind: string; id: string; row: Row }[] {
  try {
    return JSON.parse(line) as { kind: string; id: string; row: Row }[];
  } catch {
    return []; // Cut off by a kill: nobody was told that it is kept.
  }
}
