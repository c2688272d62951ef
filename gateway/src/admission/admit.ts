import type { Viewer } from '@app/kernel/viewer';
import { type DocumentNode, GraphQLError, type OperationDefinitionNode } from 'graphql';
import { beside } from '../beside.ts';
import { tooMuch } from '../limits/rule.ts';
import { unusableVariables } from '../limits/variables.ts';
import { type Documents, openDocuments } from './documents.ts';
import { faultsOf, type Measures, type Prepared, prepareOperation } from './prepare.ts';
import { refusalsOf } from './refusals.ts';

/** An operation as a client sent it. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly viewer: Viewer;
}

/** An operation that may be planned, or everything that is wrong with it. */
export type Admitted =
  | {
      readonly ok: true;
      readonly document: DocumentNode;
      readonly operation: OperationDefinitionNode;
      /** As the client sent them. */
      readonly variables: Record<string, unknown>;
    }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

/** The checks in front of the planner, the same for HTTP, WebSocket and event streams. */
export interface Admission {
  readonly documents: Documents;
  /** Judges one operation of a parsed document. */
  admit(asked: Asked): Admitted;
  /** Why this viewer may not have what a valid operation selects: UNAUTHENTICATED or FORBIDDEN, one error a field. */
  refusals(asked: Asked): readonly GraphQLError[];
}

/** Opens the checks. What depends on the document alone is worked out once, as long as the document is kept. */
export function openAdmission(measures: Measures): Admission {
  const { limits } = measures;
  const documents = openDocuments(limits.LIMIT_PARSE_TOKENS);
  const faults = beside<DocumentNode, readonly GraphQLError[]>();
  const operations = beside<DocumentNode, Map<string, Prepared | undefined>>();

  const faultsIn = (document: DocumentNode): readonly GraphQLError[] =>
    faults.get(document) ?? faults.set(document, faultsOf(document, measures));

  function prepared(document: DocumentNode, operationName: string | null | undefined): Prepared | undefined {
    const ofDocument = operations.get(document) ?? operations.set(document, new Map());
    const name = operationName ?? '';
    if (!ofDocument.has(name)) {
      const operation = prepareOperation(document, operationName, measures);
      // Names that do not exist are not remembered: there are endlessly many of them.
      if (!operation) return undefined;
      ofDocument.set(name, operation);
    }
    return ofDocument.get(name);
  }

  function judge({ document, operationName, variables, viewer }: Asked): Admitted {
    const given = { ...variables };
    const wrong = faultsIn(document);
    if (wrong.length > 0) return refuse(wrong);
    const known = prepared(document, operationName);
    if (!known) return refuse([noOperation(operationName)]);
    const { operation, variables: declared, guarded, cost } = known;
    const unusable = unusableVariables(given, limits);
    if (unusable) return refuse([unusable]);
    const refused = refusalsOf(guarded, viewer, { ...declared.defaults, ...given });
    if (refused.length > 0) return refuse(refused);
    const mistyped = declared.faultsIn(given);
    if (mistyped.length > 0) return refuse(mistyped);
    const price = cost(given);
    if (price > limits.LIMIT_COST)
      return refuse([
        tooMuch(
          `This may answer with ${Math.round(price)} objects; ${limits.LIMIT_COST} are allowed. Ask for smaller pages.`,
        ),
      ]);
    return { ok: true, document, operation, variables: given };
  }

  return {
    documents,
    refusals: ({ document, operationName, viewer, variables }) =>
      refusalsOf(prepared(document, operationName)?.guarded ?? [], viewer, variables ?? {}),
    admit(asked) {
      const judged = judge(asked);
      const located = judged.ok ? undefined : documents.located(asked.document);
      return located ? judge({ ...asked, document: located }) : judged;
    },
  };
}

const refuse = (errors: readonly GraphQLError[]): Admitted => ({ ok: false, errors });

const noOperation = (operationName: string | null | undefined): GraphQLError =>
  new GraphQLError(
    operationName ? 'The document has no operation of this name.' : 'Say by `operationName` which operation to run.',
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );
