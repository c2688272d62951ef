import type { Running } from '../gateways/contender.ts';
import { applyLoad, type Measured } from '../wire/load.ts';
import type { Scenario } from '../worlds/scenarios.ts';
import type { Field } from './ground.ts';
import { usageOf } from './usage.ts';

/** One gateway in one scenario, once. */
export interface Round extends Measured {
  /** CPU seconds of the gateway for 1,000 requests. */
  readonly cpuPerThousand: number;
  /** CPU seconds of the gateway per second: near 1 when it, and not what is around it, was the limit. */
  readonly busy: number;
  readonly megabytes: number;
}

/** How a round is driven. */
export interface Drive {
  readonly scenario: Scenario;
  readonly signedIn: boolean;
  readonly seconds: number;
}

let asked = 0;

/** The next request's body; in unshareable scenarios no two of a run are alike. */
export const nextBody = (scenario: Scenario): string => JSON.stringify(scenario.request(asked++));

/** Measures one round. */
export async function measure(
  { child, url }: Running,
  { scenario, signedIn, seconds }: Drive,
  field: Pick<Field, 'token'>,
): Promise<Round> {
  const before = usageOf(child.pid);
  const started = performance.now();
  const measured = await applyLoad({
    url,
    connections: scenario.connections,
    seconds,
    next: (connection) => ({
      body: nextBody(scenario),
      token: signedIn ? field.token(connection) : undefined,
    }),
  });
  const after = usageOf(child.pid);
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    ...measured,
    cpuPerThousand: measured.answered > 0 ? (cpuSeconds / measured.answered) * 1_000 : 0,
    busy: cpuSeconds / ((performance.now() - started) / 1_000),
    megabytes: after.megabytes,
  };
}
