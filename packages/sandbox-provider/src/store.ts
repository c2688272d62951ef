import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script } from './script.ts';
import type { Refund, Remembered, Session, Webhook } from './session.ts';

interface Kinds {
  session: Session;
  refund: Refund;
  webhook: Webhook;
  key: Remembered;
  script: Script;
}
type Entry = { [K in keyof Kinds]: { kind: K; id: string; row: Kinds[K] } }[keyof Kinds];

/** Everything the provider knows, in memory and, with a data folder, in an append-only file that survives it. */
export interface Store {
  readonly session: ReadonlyMap<string, Session>;
  readonly refund: ReadonlyMap<string, Refund>;
  readonly webhook: ReadonlyMap<string, Webhook>;
  readonly key: ReadonlyMap<string, Remembered>;
  /** What goes wrong, by session; under `*` for all others. */
  readonly script: ReadonlyMap<string, Script>;
  /** Keeps these rows, replacing earlier ones of the same id: all of them or, after a crash, none. */
  put(...entries: Entry[]): void;
}

/** Opens the store in a folder, or in memory only. */
export function openStore(dataDir: string | undefined): Store {
  const maps = {
    session: new Map<string, Session>(),
    refund: new Map<string, Refund>(),
    webhook: new Map<string, Webhook>(),
    key: new Map<string, Remembered>(),
    script: new Map<string, Script>(),
  };
  const remember = ({ kind, id, row }: Entry) => void (maps[kind] as Map<string, unknown>).set(id, row);
  const file = dataDir === undefined ? undefined : join(dataDir, 'sandbox-provider.jsonl');
  if (dataDir !== undefined && file !== undefined) {
    mkdirSync(dataDir, { recursive: true });
    for (const entry of readLines(file)) remember(entry);
    compact(file, maps);
  }
  return {
    ...maps,
    put(...entries) {
      // One line, one write: a crash leaves either all of it or an unfinished last line, which is not read back.
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(entries)}\n`);
      for (const entry of entries) remember(entry);
    },
  };
}

function readLines(file: string): Entry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return JSON.parse(line) as Entry[];
      } catch {
        return []; // Cut off by a crash and continued by the next run: nobody was told that it is kept.
      }
    });
}

/** Leaves only the newest version of each row, so that the file does not grow with every restart. */
function compact(file: string, maps: Record<string, Map<string, unknown>>): void {
  const lines = Object.entries(maps).flatMap(([kind, rows]) =>
    [...rows].map(([id, row]) => `${JSON.stringify([{ kind, id, row }])}\n`),
  );
  writeFileSync(`${file}.new`, lines.join(''));
  renameSync(`${file}.new`, file);
}
