import type { Running } from '../gateways/contender.ts';
import { applyLoad, type Measured } from '../wire/load.ts';
import type { Scenario } from '../worlds/scenario.ts';
import { usageOf } from './usage.ts';

/** One gateway in one scenario, once. */
export interface Round extends Measured {
  /** CPU seconds of the gateway for 1,000 requests. */
  readonly cpuPerThousand: number;
  /** CPU seconds of the gateway a second: near 1 when it, and not what is around it, was the limit. */
  readonly busy: number;
  readonly megabytes: number;
  /** Questions to subgraphs per request. */
  readonly fetchesEach: number;
}

/** Counts what subgraphs were asked so far. */
export type FetchesSoFar = () => Promise<number>;

let asked = 0;

/** The number of the next request; none comes twice in a run. */
export const nextNumber = (): number => asked++;

/** Measures one round. */
export async function measure(
  { child, url }: Running,
  { scenario, seconds, fetchesSoFar }: { scenario: Scenario; seconds: number; fetchesSoFar: FetchesSoFar },
): Promise<Round> {
  const fetchesBefore = await fetchesSoFar();
  const before = usageOf(child.pid);
  const started = performance.now();
  const measured = await applyLoad({
    url,
    connections: scenario.connections,
    seconds,
    next(connection) {
      const { token, ...question } = scenario.request(nextNumber(), connection);
      return { body: JSON.stringify(question), token };
    },
  });
  const elapsed = (performance.now() - started) / 1_000;
  const after = usageOf(child.pid);
  const fetches = (await fetchesSoFar()) - fetchesBefore;
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    ...measured,
    cpuPerThousand: measured.answered > 0 ? (cpuSeconds / measured.answered) * 1_000 : 0,
    busy: cpuSeconds / elapsed,
    megabytes: after.megabytes,
    fetchesEach: measured.answered > 0 ? fetches / measured.answered : 0,
  };
}

/** The round whose speed is in the middle. */
export function median(rounds: readonly Round[]): Round {
  const sorted = [...rounds].sort((one, other) => one.perSecond - other.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('no rounds');
  return middle;
}
