import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { LaterPart, LaterParts } from './run/defer.ts';

/** Parts of a deferred answer as the incremental payloads that clients read (deferSpec 20220824). */
export async function* payloads(
  later: LaterParts,
  shown: (errors: readonly GraphQLError[]) => readonly GraphQLFormattedError[],
): AsyncGenerator<string> {
  const textOf = ({ path, label, data, errors }: LaterPart): string => {
    const about = { path, ...(label !== undefined && { label }), ...(errors.length > 0 && { errors: shown(errors) }) };
    return `{"data":${data},${JSON.stringify(about).slice(1)}`;
  };
  for await (const { parts, hasNext } of later) {
    const incremental = parts.length > 0 ? `"incremental":[${parts.map(textOf).join()}],` : '';
    yield `{${incremental}"hasNext":${hasNext}}`;
  }
}
