import { canonical } from '../answers/canonical.ts';

/**
 * When an answer is right.
 *
 * `data` is the reference's, to the letter: values, nulls, and the order of names.
 *
 * Errors follow what GraphQL leaves open. When a null travels up to a nullable place, graphql-js may or may not go on
 * with the siblings, so below such a place any one error is as good as another. Therefore, with the *hole* of an error
 * being the uppermost null that its path meets in `data`:
 * - there are errors in the answer exactly when there are in the reference;
 * - the hole of each of the reference's errors, unless a hundred others are told, has an error of the answer in it, or one at an object above it: an entity
 *   that its subgraph fails to find has one error for all of the fields it leaves empty;
 * - each of the answer's errors is in the hole of one of the reference's errors, or is such an error of an entity;
 * - where a field failed and is itself the hole, the message is the one its resolver threw.
 */
export function differs(answer: Told, reference: Told): string | undefined {
  if (JSON.stringify(answer.data) !== JSON.stringify(reference.data)) return 'another answer';
  if (reference.errors.length === 0 && answer.errors.length > 0) return 'errors, and there are none';
  const ours = answer.errors.map((error) => placed(error, answer.data));
  const theirs = reference.errors.map((error) => placed(error, answer.data));
  for (const error of ours.length < ENOUGH ? theirs : [])
    if (!ours.some((one) => explains(one, error))) return `nobody is told of ${describe(error)}`;
  for (const error of ours)
    if (!theirs.some((one) => explains(error, one))) return `there is no such error: ${describe(error)}`;
  return theirs.map((error) => otherWords(error, ours)).find((difference) => difference !== undefined);
}

/** A gateway need not go on telling errors for ever: ours stops looking for values that do not fit (`src/run/holes.ts`). */
const ENOUGH = 100;

/** With names in an order of their own, where the order is nobody's promise. */
export const sorted = ({ data, errors }: Told): Told => ({ data: JSON.parse(canonical(data)), errors });

/** An answer, whoever gave it. */
export interface Told {
  readonly data: unknown;
  readonly errors: readonly Fault[];
}

interface Fault {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
}

interface Placed {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The uppermost null on its path; undefined when there is none. */
  readonly hole: readonly (string | number)[] | undefined;
}

function placed({ path = [], message }: Fault, data: unknown): Placed {
  let here = data;
  for (let at = 0; at <= path.length; at++) {
    if (here === null || here === undefined) return { path, message, hole: path.slice(0, at) };
    const segment = path[at];
    if (segment !== undefined) here = (here as Record<string | number, unknown>)[segment];
  }
  return { path, message, hole: undefined };
}

const explains = (ours: Placed, theirs: Placed): boolean => {
  const hole = theirs.hole ?? theirs.path;
  return startsWith(ours.path, hole) || (ours.hole === undefined && startsWith(theirs.path, ours.path));
};

const startsWith = (path: Placed['path'], start: Placed['path']): boolean =>
  start.length <= path.length && start.every((segment, index) => segment === path[index]);

function otherWords(theirs: Placed, ours: readonly Placed[]): string | undefined {
  const isThrown = / failed$| does not know /.test(theirs.message) && theirs.hole?.length === theirs.path.length;
  if (!isThrown || ours.some(({ message }) => message === theirs.message)) return undefined;
  return `nobody says ${describe(theirs)}`;
}

const describe = ({ path, message }: Placed): string => `${path.join('.')}: ${message}`;
