import type { PreparedDocument, Subgraph } from '@app/kernel/mount';
import { beside } from '../beside.ts';
import { TransportFault } from './faults.ts';
import type { Transport } from './port.ts';
import type { Question, SubgraphDocument } from './question.ts';

/**
 * Straight into a subgraph of this process: each document prepared once, no text, JSON or socket in between, but the
 * same token and the same checks. A resolver cannot be interrupted; whoever asked stops waiting by itself.
 */
export function localTransport(subgraph: Subgraph): Transport {
  const prepared = beside<SubgraphDocument, PreparedDocument>();

  const preparedOf = (document: SubgraphDocument): PreparedDocument =>
    prepared.get(document) ?? prepared.set(document, subgraph.prepare(document.text));

  return {
    async send({ question, token, correlationId, signal, moment }) {
      if (signal.aborted) throw new TransportFault('abandoned', 'nobody waits for the answer any longer');
      return preparedOf(question.document)({ variables: variablesOf(question), token, correlationId, moment });
    },
    checks: () => subgraph.checks(),
    close: async () => {},
  };
}

function variablesOf({ variables, entities }: Question): Readonly<Record<string, unknown>> {
  if (!entities) return variables;
  const all: Record<string, unknown> = { ...variables };
  for (const representations of entities) all[representations.variable] = representations.values();
  return all;
}
