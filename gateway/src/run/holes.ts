import { GraphQLError } from 'graphql';
import type { Flags } from '../compile/conditions.ts';
import type { ObjectShape, Shape } from '../compile/shape.ts';
import { begin, openSink } from '../json-sink.ts';
import type { State } from './state.ts';

/** A place in a client's answer. */
export type ClientPath = readonly (string | number)[];

const MAX_HOLES = 100;
/** What is tried there is thrown away. */
const leaves = openSink();

/**
 * Says where nulls and misfits are that the schema does not allow. Only runs when `write` met some: keeping the path
 * while writing would cost every answer what only broken ones need. What an error already explains is left out.
 */
export function explainHoles(
  shape: Shape,
  { value, path, flags }: { value: unknown; path: ClientPath; flags: Flags },
  { errors, emptied }: { readonly errors: readonly GraphQLError[]; readonly emptied: State['emptied'] },
): GraphQLError[] {
  const found: GraphQLError[] = [];
  const paths = errors.map((error) => error.path ?? []);

  function visit(at: Shape, inner: unknown, here: ClientPath): boolean {
    if (found.length >= MAX_HOLES) return false;
    if (inner === null || inner === undefined) {
      if (at.nonNull) tell(here, 'Cannot return null for a field that is never null.');
      return !at.nonNull;
    }
    const ok = fits(at, inner, here);
    return ok || !at.nonNull;
  }

  function fits(at: Shape, inner: unknown, here: ClientPath): boolean {
    if (at.kind === 'leaf')
      return at.put(begin(leaves), inner) || tell(here, `A subgraph answered a value that is no ${at.typeName}.`);
    if (at.kind === 'list') {
      if (!Array.isArray(inner)) return tell(here, 'A subgraph answered something that is no list.');
      return inner.every((item, index) => visit(at.of, item, [...here, index]));
    }
    return fitsObject(at, inner, here);
  }

  function fitsObject(at: ObjectShape, inner: unknown, here: ClientPath): boolean {
    const fields = isObject(inner) ? at.fieldsOf(inner.__typename as string | undefined) : undefined;
    if (!fields || fields.vague?.(flags) || !isObject(inner))
      return tell(here, 'A subgraph answered something that cannot be here.');
    return fields.slots.every(
      ({ key, when, content }) =>
        typeof content === 'string' || (when && !when(flags)) || visit(content, inner[key], [...here, key]),
    );
  }

  function tell(at: ClientPath, message: string): false {
    const parent = at.slice(0, -1);
    const known =
      paths.some((path) => isPrefix(path, at) || isPrefix(at, path)) ||
      emptied.some((path) => path.length === parent.length && isPrefix(path, parent));
    if (!known) found.push(new GraphQLError(message, { path: [...at] }));
    return false;
  }

  visit(shape, value, path);
  return found;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPrefix = (start: ClientPath, whole: ClientPath): boolean =>
  start.length <= whole.length && start.every((segment, index) => segment === whole[index]);
