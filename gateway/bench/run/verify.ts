import { isDeepStrictEqual } from 'node:util';
import type { Running } from '../gateways/contender.ts';
import { answerer } from '../worlds/answer.ts';
import type { Scenario } from '../worlds/scenarios.ts';
import { wholeOf } from '../worlds/world.ts';
import { nextBody } from './cell.ts';
import type { Field } from './ground.ts';

/** What one request showed. */
export interface Verified {
  /** What is wrong with the answer; undefined when it is exactly the expected one. */
  readonly wrong?: string | undefined;
  /** Questions to subgraphs for one request that nobody asked before or beside it. */
  readonly fetches: number;
}

/** Asks once and compares with what the whole graph as one would answer. */
export async function verify(
  { url }: Running,
  { scenario, signedIn }: { readonly scenario: Scenario; readonly signedIn: boolean },
  field: Field,
): Promise<Verified> {
  const body = nextBody(scenario);
  const before = await field.fetches();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signedIn && { authorization: `Bearer ${field.token(0)}` }),
    },
    body,
  });
  const text = await response.text();
  const fetches = (await field.fetches()) - before;
  const { query, variables = {} } = JSON.parse(body) as ReturnType<Scenario['request']>;
  return { wrong: difference(answerer(wholeOf(scenario.world))(query, variables), text), fetches };
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
