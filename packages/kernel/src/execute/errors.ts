import { GraphQLNonNull, type GraphQLOutputType, locatedError } from 'graphql';
import type { Call, Errors, Path } from './shapes.ts';

/** No errors yet. */
export function openErrors(): Errors {
  const list: Errors['list'][number][] = [];
  const nulled = new Set<Path | undefined>();

  const insideNull = (path: Path | undefined): boolean => {
    for (let at = path; at; at = at.prev) if (nulled.has(at)) return true;
    return nulled.has(undefined);
  };

  return {
    list,
    add(error, path) {
      if (nulled.size > 0 && insideNull(path)) return;
      nulled.add(path);
      list.push(error);
    },
  };
}

/** The path as clients get it. */
export function keysOf(path: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at = path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

/** Puts null where something went wrong; throws on where there may be no null. */
export function failed(
  { run, field }: Call,
  { path, type }: { path: Path; type: GraphQLOutputType },
  raw: unknown,
): null {
  const error = locatedError(raw, field.nodes, keysOf(path));
  if (type instanceof GraphQLNonNull) throw error;
  run.errors.add(error, path);
  return null;
}
