import { GraphQLError } from 'graphql';
import type { Flags } from '../compile/conditions.ts';
import type { Shape } from '../compile/shape.ts';

/** A place in a client's answer. */
export type ClientPath = readonly (string | number)[];

const MAX_HOLES = 100;

/**
 * Says where nulls and misfits are that the schema does not allow. Only runs when `write` met some: keeping the path
 * while writing would cost every answer what only broken ones need. What an error already explains is left out.
 */
export function explainHoles(
  shape: Shape,
  { value, path, flags }: { value: unknown; path: ClientPath; flags: Flags },
  known: readonly GraphQLError[],
): GraphQLError[] {
  const found: GraphQLError[] = [];
  const paths = known.map((error) => error.path ?? []);

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
      return at.text(inner) !== '' || tell(here, `A subgraph answered a value that is no ${at.typeName}.`);
    if (at.kind === 'list') {
      if (!Array.isArray(inner)) return tell(here, 'A subgraph answered something that is no list.');
      return inner.every((item, index) => visit(at.of, item, [...here, index]));
    }
    const object = inner as Record<string, unknown>;
    const fields = typeof inner === 'object' ? at.fieldsOf(object.__typename as string | undefined) : undefined;
    if (!fields) return tell(here, 'A subgraph answered an object of a type that cannot be here.');
    return fields.slots.every(
      ({ key, when, content }) =>
        typeof content === 'string' || (when && !when(flags)) || visit(content, object[key], [...here, key]),
    );
  }

  function tell(at: ClientPath, message: string): false {
    if (!paths.some((known) => isPrefix(known, at) || isPrefix(at, known)))
      found.push(new GraphQLError(message, { path: [...at] }));
    return false;
  }

  visit(shape, value, path);
  return found;
}

const isPrefix = (start: ClientPath, whole: ClientPath): boolean =>
  start.length <= whole.length && start.every((segment, index) => segment === whole[index]);
