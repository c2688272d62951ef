import type { Running } from '../gateways/contender.ts';
import type { Group, Scenario } from '../worlds/scenario.ts';
import { type FetchesSoFar, measure, median, type Round } from './cell.ts';
import { type Verified, verify } from './verify.ts';

/** A gateway that takes part, or why it cannot. */
export interface Entry {
  readonly name: string;
  readonly running?: Running;
  readonly absent?: string;
}

/** What is known of one gateway in one scenario. */
export interface Cell {
  readonly group: Group;
  readonly scenario: string;
  readonly gateway: string;
  readonly measured?: Omit<Round, 'answered'> & {
    /** Questions to subgraphs for one request on its own, where they can be counted; under load some may be shared. */
    readonly fetchesAlone: number;
  };
  /** Where its answer is not the right one. It is measured all the same. */
  readonly wrong?: string;
  /** Why there is no measurement. */
  readonly absent?: string;
}

/** Who takes part in what. */
export interface Contest {
  readonly entries: readonly Entry[];
  readonly scenario: Scenario;
  readonly seconds: number;
  readonly rounds: number;
  readonly fetchesSoFar: FetchesSoFar;
  /** Calls the run off between two rounds: the contest then throws. */
  readonly signal: AbortSignal;
}

/** How long gateways are warmed up, in parts of a round. Recorded answers must first be recorded. */
const WARM_UP: Readonly<Record<Group, number>> = { 'gateway-only': 0.5, 'own-graph': 1, 'end-to-end': 0.5 };

/**
 * How long a gateway works before each of its rounds, in seconds: while it was stopped, its connections were closed and its
 * tokens ran out, which no gateway meets that has work all the time.
 */
const LEAD = 0.5;

/**
 * Lets a gateway work, and no other one on its core: what they have put off (a collection of half a gigabyte) would be on
 * the time of whoever is measured.
 */
async function alone(running: Running, work: () => Promise<void>): Promise<void> {
  running.child.signal('SIGCONT');
  try {
    await work();
  } finally {
    running.child.signal('SIGSTOP');
  }
}

/** Checks every gateway's answer, warms it up, and measures all of them in alternating rounds. */
export async function contest({ entries, scenario, rounds, fetchesSoFar, signal, ...rest }: Contest): Promise<Cell[]> {
  const seconds = rest.seconds * (scenario.length ?? 1);
  const seen = new Map<Entry, { verified: Verified; rounds: Round[] }>();
  const failed = new Map<Entry, string>();
  const each = async (work: (entry: Entry, running: Running) => Promise<void>) => {
    for (const entry of entries) {
      signal.throwIfAborted();
      const { running } = entry;
      if (running && !failed.has(entry))
        await alone(running, () => work(entry, running)).catch((error: Error) => void failed.set(entry, error.message));
    }
  };
  for (const { running } of entries) running?.child.signal('SIGSTOP');
  await each(async (entry, running) => {
    seen.set(entry, { verified: await verify(running, scenario, fetchesSoFar), rounds: [] });
    await measure(running, { scenario, seconds: seconds * WARM_UP[scenario.group], fetchesSoFar });
  });
  for (let round = 0; round < rounds; round++)
    await each(async (entry, running) => {
      await measure(running, { scenario, seconds: LEAD, fetchesSoFar });
      const measured = await measure(running, { scenario, seconds, fetchesSoFar });
      seen.get(entry)?.rounds.push(measured);
    });
  return entries.map((entry) => {
    const known = seen.get(entry);
    const base = { group: scenario.group, scenario: scenario.name, gateway: entry.name };
    const absent = entry.absent ?? failed.get(entry);
    if (absent !== undefined || !known) return { ...base, absent: absent ?? 'was not measured' };
    return { ...base, ...summary(known.verified, known.rounds) };
  });
}

const summary = ({ wrong, fetches }: Verified, rounds: readonly Round[]): Pick<Cell, 'measured' | 'wrong'> => {
  const { answered: _, ...round } = median(rounds);
  return { measured: { ...round, fetchesAlone: fetches }, ...(wrong !== undefined && { wrong }) };
};
