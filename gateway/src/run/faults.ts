import { GraphQLError } from 'graphql';
import { clientName } from '../compile/names.ts';
import type { ClientPath } from './holes.ts';

/** An error as a subgraph told it. */
export interface SubgraphFault {
  readonly message: string;
  readonly path?: ClientPath | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** A place with the names that the client gave. */
export const clientPath = (path: ClientPath): ClientPath =>
  path.map((segment, index) => (index > 0 && typeof segment === 'string' ? clientName(segment) : segment));

/** Errors at the client's places. */
export const forClient = (errors: readonly GraphQLError[]): readonly GraphQLError[] =>
  errors.map((error) => {
    const { message, path, extensions, originalError } = error;
    const named = path && clientPath(path);
    if (!named?.some((segment, index) => segment !== path?.[index])) return error;
    return new GraphQLError(message, { path: named, extensions, originalError: originalError ?? null });
  });

const MAX_PLACES = 100;

/** A subgraph's error at its place in the client's answer. `serviceName` says that it is not the gateway's own. */
export const placed = (
  { message, extensions }: SubgraphFault,
  subgraph: string,
  path: ClientPath | undefined,
): GraphQLError =>
  new GraphQLError(message, {
    ...(path?.length && { path: [...path] }),
    extensions: { ...extensions, serviceName: subgraph },
  });

/** One error for each of these places, within reason. */
export const placedAll = (
  fault: SubgraphFault,
  subgraph: string,
  places: readonly ClientPath[],
): readonly GraphQLError[] => places.slice(0, MAX_PLACES).map((path) => placed(fault, subgraph, path));

/** What was thrown instead of an answer, at the place that stays empty. */
export function thrown(error: unknown, path: ClientPath): GraphQLError {
  const { message, extensions } =
    error instanceof GraphQLError ? error : new GraphQLError('A part of the answer could not be fetched.');
  const original = error instanceof Error && !(error instanceof GraphQLError) ? { originalError: error } : {};
  return new GraphQLError(message, { ...(path.length > 0 && { path: [...path] }), extensions, ...original });
}

/** A subgraph's path with the client's names. */
export const renamed = (
  path: readonly (string | number)[],
  renames: ReadonlyMap<string, string>,
): readonly (string | number)[] =>
  renames.size === 0
    ? path
    : path.map((segment) => (typeof segment === 'string' ? (renames.get(segment) ?? segment) : segment));
