import { GraphQLError } from 'graphql';
import type { Admission, Admitted } from './admission/admit.ts';
import type { Answered, Asked, Desk } from './answering.ts';
import type { Present } from './errors.ts';
import type { Federation } from './execution/federation.ts';

/** What the desk works with. */
export interface DeskParts {
  readonly admission: Admission;
  readonly federation: Pick<Federation, 'execute'>;
  readonly present: Present;
}

/** The graph as transports use it: document, admission, execution, presentation. */
export function openDesk({ admission, federation, present }: DeskParts): Desk {
  /** Throws a GraphQLError when the text is no document. */
  function admitted({ query, operationName, variables, context, readOnly }: Asked): Admitted {
    const document = admission.documents.parsed(query);
    const verdict = admission.admit({ document, operationName, variables, viewer: context.viewer });
    const misplaced = verdict.ok ? outOfPlace(verdict.operation.operation, readOnly) : undefined;
    return misplaced ? { ok: false, errors: [misplaced] } : verdict;
  }

  return {
    async answer(asked): Promise<Answered> {
      const { operationName, context } = asked;
      const shown = (errors: readonly GraphQLError[]) =>
        errors.map((error) => present(error, error, context.correlationId));
      try {
        const verdict = admitted(asked);
        if (!verdict.ok) return { kind: 'refused', errors: shown(verdict.errors) };
        const { document, variables } = verdict;
        const { data, errors = [] } = await federation.execute({ document, operationName, variables, context });
        return { kind: 'answered', data: JSON.stringify(data ?? null), errors: shown(errors) };
      } catch (error) {
        if (error instanceof GraphQLError) return { kind: 'refused', errors: shown([error]) };
        throw error;
      }
    },
  };
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
