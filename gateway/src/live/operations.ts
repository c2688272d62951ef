import type { DocumentNode, OperationTypeNode } from 'graphql';
import type { Parameters } from '../documents/parameters.ts';
import type { Graph } from '../graph.ts';
import type { Parts } from './parts.ts';
import { NotAdmitted } from './refusals.ts';
import { withTimeout } from './resolve.ts';
import type { Session } from './sessions.ts';
import type { Written } from './written.ts';

/** An operation that passed every check that it would pass over HTTP. */
export interface Admitted {
  readonly kind: OperationTypeNode;
  /** The version of the supergraph it was admitted to. */
  readonly graph: Graph;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
}

/** Lets an operation in as over HTTP: within the caller's budget, valid, within limits, with the rights it needs. Throws otherwise. */
export async function admit(
  { port }: Parts,
  parameters: Parameters,
  { session, ip }: { session: Session; ip: string },
): Promise<Admitted> {
  const viewer = session.viewer;
  const counting = port.spend(viewer, ip);
  if (counting) await counting;
  const { text, keep } = await port.texts.of(parameters);
  const { operationName, variables } = parameters;
  const graph = port.graph();
  const document = graph.admission.documents.parsed(text);
  const admitted = graph.admission.admit({ document, operationName, variables, viewer });
  if (!admitted.ok) throw new NotAdmitted(admitted.errors);
  keep?.();
  return { kind: admitted.operation.operation, graph, document, operationName, variables: admitted.variables };
}

/** Runs a query or a mutation that came over a socket or asked for an event stream. */
export async function runOnce(
  { port, written }: Parts,
  { graph, document, operationName, variables }: Admitted,
  session: Session,
): Promise<Written> {
  const asker = { viewer: session.viewer, timeoutMs: port.settings.limits.LIMIT_REQUEST_MS };
  return written(await withTimeout(asker, (context) => graph.execute({ document, operationName, variables, context })));
}
