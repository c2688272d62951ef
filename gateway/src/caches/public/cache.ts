import { publicVersionKey } from '@app/kernel/public';
import { openFlights } from './flights.ts';
import { type Fetching, loader } from './loading.ts';
import type { Memory } from './memory.ts';
import { publicAnswers } from './metrics.ts';
import type { Ask, Piece, Piecemeal, Terms } from './pieces.ts';
import type { Seen } from './seen.ts';
import type { Shared } from './shared.ts';

/** Answers that are the same for everybody, kept for a while. */
export interface Cache {
  /** The pieces, in order, from wherever they are; `ask` is asked for the rest. Rejects when it does. */
  read<No>(pieces: readonly Piece[], terms: Terms, ask: Ask<No>): Promise<Piecemeal<No>[]>;
  /** A change was told: reads from now on get nothing that was fetched before. */
  heard(change: { readonly subgraph: string; readonly typename: string; readonly id: string | number }): void;
  /** A mutation was answered here: its client finds what it did, also before the change is told. */
  changedHere(subgraph: string): void;
  /** Changes may have been missed: nothing kept in this process is believed any more. */
  missed(): void;
}

/** What a cache is made of; `now` in milliseconds since 1970. */
export interface CacheParts {
  readonly memory: Memory;
  readonly shared: Shared;
  readonly seen: Seen;
  readonly now?: () => number;
}

/** How long news takes at most, usually, to come back to where the change was made. */
const OWN_CHANGE_MS = 1_000;

/** Opens the cache. */
export function openCache({ memory, shared, seen, now = Date.now }: CacheParts): Cache {
  const flights = openFlights();
  const load = loader({ memory, shared, flights, now });
  const changes = new Map<string, number>();

  /** What is in memory is put into `results`, what is under way into `waits`; the others begin, and are answered with. */
  function begin<No>(pieces: readonly Piece[], results: Piecemeal<No>[], waits: Promise<unknown>[]): Fetching[] {
    const fetching: Fetching[] = [];
    for (const [index, { key, deps }] of pieces.entries()) {
      const text = memory.get(key);
      if (text !== undefined) {
        results[index] = { yes: JSON.parse(text) as object };
        continue;
      }
      const flight = flights.join(key);
      if (flight) waits.push(flight.text.then((landed) => put(results, index, landed)));
      else fetching.push({ index, key, flight: flights.begin(key, deps()), known: seen.again(key) });
    }
    return fetching;
  }

  return {
    async read<No>(pieces: readonly Piece[], terms: Terms, ask: Ask<No>): Promise<Piecemeal<No>[]> {
      if ((changes.get(terms.subgraph) ?? 0) > now()) return [...(await ask([...pieces.keys()]))];
      const results: Piecemeal<No>[] = [];
      const waits: Promise<unknown>[] = [];
      const fetching = begin(pieces, results, waits);
      count(terms, { memory: pieces.length - waits.length - fetching.length, flight: waits.length });
      if (fetching.length > 0) waits.push(load({ terms, fetching, ask, results }));
      if (waits.length > 0) await Promise.all(waits);
      return results;
    },
    heard({ subgraph, typename, id }) {
      const gone = [publicVersionKey(subgraph, typename), publicVersionKey(subgraph, typename, id)];
      for (const dep of gone) memory.drop(dep);
      flights.turnStale(({ deps }) => gone.some((dep) => deps.includes(dep)));
    },
    changedHere(subgraph) {
      changes.set(subgraph, now() + OWN_CHANGE_MS);
      const prefix = publicVersionKey(subgraph, '');
      flights.turnStale(({ deps }) => deps.some((dep) => dep.startsWith(prefix)));
    },
    missed() {
      memory.clear();
      flights.turnStale(() => true);
    },
  };
}

function put<No>(results: Piecemeal<No>[], index: number, text: string | undefined): void {
  results[index] = text === undefined ? { no: undefined } : { yes: JSON.parse(text) as object };
}

function count({ subgraph }: Terms, found: Readonly<Record<'memory' | 'flight', number>>): void {
  if (found.memory > 0) publicAnswers.inc({ subgraph, from: 'memory' }, found.memory);
  if (found.flight > 0) publicAnswers.inc({ subgraph, from: 'flight' }, found.flight);
}
