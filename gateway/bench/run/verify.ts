import { isDeepStrictEqual } from 'node:util';
import type { Running } from '../gateways/contender.ts';
import type { Scenario } from '../worlds/scenario.ts';
import { type FetchesSoFar, nextNumber } from './cell.ts';

/** What one request showed. */
export interface Verified {
  /** What is wrong with the answer; undefined when it is exactly the expected one. */
  readonly wrong?: string | undefined;
  /** Questions to subgraphs for one request while nothing else was under way. */
  readonly fetches: number;
}

/** Asks once and compares with the right answer. `fetchesSoFar` counts what subgraphs were asked. */
export async function verify({ url }: Running, scenario: Scenario, fetchesSoFar: FetchesSoFar): Promise<Verified> {
  // What is asked only once, as introspection or a session, is asked by the first.
  for (let last = false; ; last = true) {
    const { token, ...question } = scenario.request(nextNumber(), 0);
    const before = await fetchesSoFar();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(question),
    });
    const text = await response.text();
    const fetches = (await fetchesSoFar()) - before;
    if (last)
      return { wrong: difference(await scenario.expected({ ...question, ...(token && { token }) }), text), fetches };
  }
}

/** The first place where two JSON texts differ, in words; the order of keys does not matter. */
export function difference(expected: string, given: string): string | undefined {
  try {
    const [right, seen] = [JSON.parse(expected), JSON.parse(given)];
    return isDeepStrictEqual(right, seen) ? undefined : firstDifference(right, seen, '');
  } catch {
    return `no JSON: ${given.slice(0, 120)}`;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function firstDifference(right: unknown, seen: unknown, path: string): string {
  if (isObject(right) && isObject(seen))
    for (const key of new Set([...Object.keys(right), ...Object.keys(seen)]))
      if (!isDeepStrictEqual(right[key], seen[key])) return firstDifference(right[key], seen[key], `${path}.${key}`);
  return `${path.slice(1)}: ${brief(seen)} instead of ${brief(right)}`;
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);
