import { correlationId, type Logger } from '@app/kernel/log';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';

/** Codes that a subgraph's own errors may carry to clients. */
const OF_SUBGRAPHS = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'INVALID_CURSOR',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
]);

/** Codes the gateway itself answers with, and their HTTP status when nothing was run. */
const OF_GATEWAY: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 200,
  BAD_USER_INPUT: 400,
  INVALID_CURSOR: 200,
  CARD_NUMBER_REFUSED: 400,
  RATE_LIMITED: 429,
  UPSTREAM_UNAVAILABLE: 503,
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  OPERATION_TOO_LARGE: 400,
  PERSISTED_QUERY_NOT_FOUND: 400,
  PERSISTED_QUERY_NOT_IN_LIST: 400,
  QUERY_NOT_IN_SAFELIST: 400,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RESYNC_REQUIRED: 200,
};

/** The HTTP status of an operation that was refused with these errors. */
export const statusOf = (errors: readonly { extensions?: { code?: unknown } }[]): number =>
  OF_GATEWAY[String(errors[0]?.extensions?.code)] ?? 500;

/**
 * Turns an error into what a client may see of it: a stable code, and nothing that is only ours to know. The log gets
 * `original` if there is more to it, under the request's number.
 */
export type Present = (
  error: GraphQLError | GraphQLFormattedError,
  original?: unknown,
  request?: string,
) => GraphQLFormattedError;

/** Presents errors; what is masked is logged whole, under the number the client is told. */
export function presenter({ openSchema, log }: { openSchema: boolean; log: Logger }): Present {
  return (error, original = error, request = correlationId()) => {
    if (!isForClients(error)) {
      const known = error.extensions?.correlationId ?? request;
      log.error(
        { err: original, path: error.path, ...(known !== undefined && { correlationId: known }) },
        'an error was masked; the client was told INTERNAL_SERVER_ERROR',
      );
      return masked(error.path, known);
    }
    return shown(openSchema ? error.message : error.message.replace(SUGGESTION, ''), error);
  };
}

const SUGGESTION = /\s*Did you mean[\s\S]*$/;

const codeOf = ({ extensions }: GraphQLFormattedError | GraphQLError): string => String(extensions?.code ?? '');

const isFromSubgraph = ({ extensions }: GraphQLFormattedError | GraphQLError): boolean =>
  extensions?.serviceName !== undefined;

const isForClients = (error: GraphQLFormattedError | GraphQLError): boolean =>
  isFromSubgraph(error) ? OF_SUBGRAPHS.has(codeOf(error)) : codeOf(error) in OF_GATEWAY;

function shown(message: string, error: GraphQLFormattedError | GraphQLError): GraphQLFormattedError {
  const { path, locations, extensions } = error;
  const { retryAfter, requires } = extensions ?? {};
  return {
    message,
    ...(path && { path }),
    // Places in a query to a subgraph are not places in the client's.
    ...(locations && !isFromSubgraph(error) && { locations }),
    extensions: {
      code: codeOf(error),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(requires !== undefined && { requires }),
    },
  };
}

const masked = (path: GraphQLFormattedError['path'], known: unknown): GraphQLFormattedError => ({
  message: 'Something went wrong on our side.',
  ...(path && { path }),
  extensions: {
    code: 'INTERNAL_SERVER_ERROR',
    ...(known !== undefined && { correlationId: known }),
  },
});
