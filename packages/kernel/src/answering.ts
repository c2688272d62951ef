import { type ExecutionResult, GraphQLError } from 'graphql';
import { documentCache, type Prepared, type Ready } from './documents.ts';
import { publicError } from './errors.ts';
import { type Fault, faultOf } from './faults.ts';
import type { Identity } from './identity.ts';
import { type Logger, withCorrelation } from './log.ts';
import { subgraphRequests } from './metrics.ts';
import type { Subgraph, SubgraphParts, SubgraphRequest } from './mount.ts';
import type { SqlTx } from './work.ts';

const MAX_REPRESENTATIONS = 5_000;

/** What answering stands on. */
export interface AnsweringParts {
  readonly name: string;
  readonly parts: Pick<SubgraphParts<SqlTx>, 'schema' | 'context'>;
  readonly identity: Identity;
  readonly log: Logger;
}

type Request = Omit<SubgraphRequest, 'query'>;

/** How a subgraph answers GraphQL, with the same checks whichever way a question comes. */
export function openAnswering({ name, parts, identity, log }: AnsweringParts): Pick<Subgraph, 'execute' | 'prepare'> {
  const prepared = documentCache(parts.schema);
  const seconds = { ok: subgraphRequests.labels(name, 'ok'), errors: subgraphRequests.labels(name, 'errors') };

  async function answer(known: Prepared, request: Request): Promise<ExecutionResult> {
    const viewer = identity.verify(request.token);
    if ('errors' in known) return { errors: known.errors };
    if (tooMany(known, request.variables))
      return { errors: [publicError('BAD_USER_INPUT', `At most ${MAX_REPRESENTATIONS} entities a request.`)] };
    const started = performance.now();
    const result = await withCorrelation(request.correlationId, async () =>
      known.run({
        variableValues: request.variables,
        operationName: request.operationName,
        contextValue: parts.context(viewer, request.moment),
      }),
    );
    seconds[result.errors ? 'errors' : 'ok'].observe((performance.now() - started) / 1000);
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => presentable(error, log, request.correlationId)) };
  }

  return {
    execute: async ({ query, ...request }) => answer(prepared(query), request),
    prepare(query) {
      const known = prepared(query);
      return (request) => answer(known, request);
    },
  };
}

function tooMany({ representations }: Ready, variables: SubgraphRequest['variables']): boolean {
  let count = 0;
  for (const name of representations) {
    const list = variables?.[name];
    if (Array.isArray(list)) count += list.length;
  }
  return count > MAX_REPRESENTATIONS;
}

/** What a caller may see of an error: our own coded ones as they are, everything else only as a fault with a number to look up. */
function presentable(error: GraphQLError, log: Logger, correlationId: string): GraphQLError {
  const { originalError } = error;
  if (!originalError || originalError instanceof GraphQLError) return error;
  const fault = faultOf(originalError);
  if (fault) {
    const { logged, told } = FAULTS[fault];
    log.warn({ err: originalError.message, path: error.path }, logged);
    return new GraphQLError(told, {
      ...(error.path && { path: error.path }),
      extensions: { code: 'UPSTREAM_UNAVAILABLE', correlationId },
    });
  }
  log.error({ err: originalError, path: error.path }, 'a resolver failed; the caller was told INTERNAL_SERVER_ERROR');
  return new GraphQLError('Something went wrong on our side.', {
    ...(error.path && { path: error.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
  });
}

/** What the log and the caller are told of a fault that is nobody's mistake. */
const FAULTS: Readonly<Record<Fault, { logged: string; told: string }>> = {
  overload: {
    logged: 'the database had no room in time; the caller was told to try again',
    told: 'Too much is going on right now. Try again.',
  },
  away: {
    logged: 'the database or a neighbour did not answer; the caller was told to try again',
    told: 'Something this needs does not answer right now. What was asked may or may not have happened. Try again.',
  },
};
