import { publicVersionMs } from '@app/kernel/public';
import type { Flight, Flights } from './flights.ts';
import type { Memory } from './memory.ts';
import { publicAnswers } from './metrics.ts';
import type { Ask, Piecemeal, Said, Terms } from './pieces.ts';
import type { Entry, Look, Shared } from './shared.ts';

/** A piece that this reader fetches. */
export interface Fetching {
  readonly index: number;
  readonly key: string;
  readonly flight: Flight;
  /** Whether it was asked for before: only then is it worth keeping. */
  readonly known: boolean;
}

/** Pieces that nobody has, and where what comes is put. */
export interface Loading<No> {
  readonly terms: Terms;
  readonly fetching: readonly Fetching[];
  readonly ask: Ask<No>;
  readonly results: Piecemeal<No>[];
}

/** What loading works with. */
export interface LoadParts {
  readonly memory: Memory;
  readonly shared: Shared;
  readonly flights: Flights;
  readonly now: () => number;
}

/** A subgraph may itself show something a second old: this soon after a change nothing is kept, or it would be as old for long. */
const SETTLE_MS = 2_000;

/** Looks in Redis, asks the subgraph for the rest, and keeps what may be kept. Rejects when the subgraph does not answer. */
export function loader({ memory, shared, flights, now }: LoadParts) {
  /** A piece that Redis had. */
  function take(
    { key, flight }: Fetching,
    { text, until }: { text: string; until: number },
    { maxAge }: Terms,
  ): object {
    flights.end(key, flight);
    const end = Math.min(until, now() + maxAge * 1_000);
    if (!flight.stale) memory.set(key, { text, until: end, deps: flight.deps });
    flight.land(text);
    return JSON.parse(text) as object;
  }

  /** What the subgraph said of a piece, for those who joined, and as text if it may be kept. */
  function settle({ key, flight, known }: Fetching, said: Said<unknown>, versions: Versions): string | undefined {
    flights.end(key, flight);
    if (!('yes' in said)) {
      flight.land(undefined);
      return undefined;
    }
    const keeps = known && !flight.stale && isSettled(versions, now());
    // Written before its reader has it, who may change it.
    const text = keeps || flight.joined ? JSON.stringify(said.yes) : undefined;
    flight.land(text);
    return keeps ? text : undefined;
  }

  async function fetched<No>({ terms, ask, results }: Loading<No>, left: readonly Fetching[], versions: VersionsOf) {
    const until = now() + terms.maxAge * 1_000;
    const said = await ask(left.map(({ index }) => index));
    const entries: Entry[] = [];
    for (const [at, one] of left.entries()) {
      const answer = said[at] as Said<No>;
      const seen = versions.get(one);
      const text = settle(one, answer, seen);
      results[one.index] = answer;
      if (text === undefined) continue;
      const { deps } = one.flight;
      memory.set(one.key, { text, until, deps });
      if (seen) entries.push({ key: one.key, deps, text, until, versions: seen });
    }
    if (entries.length > 0) shared.keep(entries);
    publicAnswers.inc({ subgraph: terms.subgraph, from: 'subgraph' }, left.length);
  }

  async function load<No>(loading: Loading<No>): Promise<void> {
    const { fetching, terms, results } = loading;
    const wanted = fetching.filter(({ known }) => known);
    const look = await lookFor(wanted);
    const versions: VersionsOf = new Map(wanted.map((one, at) => [one, look?.versions[at]]));
    for (const [at, one] of wanted.entries()) {
      const found = look?.found[at];
      if (found) results[one.index] = { yes: take(one, found, terms) };
    }
    const left = fetching.filter(({ index }) => !results[index]);
    publicAnswers.inc({ subgraph: terms.subgraph, from: 'redis' }, fetching.length - left.length);
    if (left.length > 0) await fetched(loading, left, versions);
  }

  const lookFor = async (wanted: readonly Fetching[]): Promise<Look | undefined> =>
    wanted.length > 0 ? shared.look(wanted.map(({ key, flight }) => ({ key, deps: flight.deps }))) : undefined;

  return async <No>(loading: Loading<No>): Promise<void> => {
    try {
      await load(loading);
    } catch (error) {
      for (const { key, flight } of loading.fetching) {
        flights.end(key, flight);
        flight.fail(error);
      }
      throw error;
    }
  };
}

/** The versions of a piece's parts before it was fetched; undefined when Redis was not asked or did not answer. */
type Versions = readonly (string | null)[] | undefined;
type VersionsOf = ReadonlyMap<Fetching, Versions>;

const isSettled = (versions: Versions, now: number): boolean =>
  (versions ?? []).every((version) => now - publicVersionMs(version) >= SETTLE_MS);
