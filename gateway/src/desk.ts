import { GraphQLError } from 'graphql';
import type { Admitted } from './admission/admit.ts';
import type { Answered, Asked, Desk } from './answering.ts';
import { beside } from './beside.ts';
import type { Present } from './errors.ts';
import type { Graph } from './graph.ts';
import { payloads } from './later.ts';
import type { Answer } from './run/run.ts';

/** What the desk works with. */
export interface DeskParts {
  /** The supergraph as it is now; an operation stays with the version it began with. */
  graph(): Graph;
  readonly present: Present;
}

/** The graph as transports use it: document, admission, execution, presentation. */
export function openDesk({ graph, present }: DeskParts): Desk {
  // Clients who share a read share what is made of it.
  const whole = beside<Answer, Answered>();

  const wholeOf = (answer: Answer): Answered =>
    whole.get(answer) ?? whole.set(answer, { kind: 'answered', data: answer.data, errors: [] });

  return {
    async answer(asked): Promise<Answered> {
      const { operationName, context, defer } = asked;
      const shown = (errors: readonly GraphQLError[]) =>
        errors.map((error) => present(error, error.originalError ?? error, context.correlationId));
      try {
        const now = graph();
        const verdict = admitted(now, asked);
        if (!verdict.ok) return { kind: 'refused', errors: shown(verdict.errors) };
        const { document, variables } = verdict;
        const answer = await now.execute({ document, operationName, variables, context, defer });
        const { data, errors, later } = answer;
        if (errors.length === 0 && !later) return wholeOf(answer);
        return { kind: 'answered', data, errors: shown(errors), ...(later && { later: payloads(later, shown) }) };
      } catch (error) {
        if (error instanceof GraphQLError) return { kind: 'refused', errors: shown([error]) };
        throw error;
      }
    },
  };
}

/** Judges what a client sent. Throws a GraphQLError when the text is no document. */
export function admitted(
  { admission }: Graph,
  { query, operationName, variables, context, readOnly }: Asked,
): Admitted {
  const document = admission.documents.parsed(query);
  const verdict = admission.admit({ document, operationName, variables, viewer: context.viewer });
  const misplaced = verdict.ok ? outOfPlace(verdict.operation.operation, readOnly) : undefined;
  return misplaced ? { ok: false, errors: [misplaced] } : verdict;
}

/** Why an operation that may be run must not be run by this way. */
function outOfPlace(kind: string, readOnly: boolean | undefined): GraphQLError | undefined {
  if (kind === 'subscription') return needsStream();
  return kind === 'mutation' && readOnly ? needsPost() : undefined;
}

const needsStream = (): GraphQLError =>
  new GraphQLError('Subscriptions go over WebSocket (graphql-ws), or as an event stream: accept `text/event-stream`.', {
    extensions: { code: 'BAD_REQUEST' },
  });

const needsPost = (): GraphQLError =>
  new GraphQLError('A GET never changes anything: send mutations by POST.', {
    extensions: { code: 'METHOD_NOT_ALLOWED' },
  });
