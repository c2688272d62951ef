import { composeServices } from '@apollo/composition';
import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { type Schemas, schemasOf } from '../../src/supergraph/schemas.ts';
import type { Question } from '../../src/transport/question.ts';
import { unavailable } from '../../src/transport/source.ts';
import { schemaOf, typeDefsOf } from './subgraph.ts';
import type { Case, State, Suite } from './suite.ts';

/** A suite's subgraphs, composed and ready to be asked. */
export interface Graph {
  readonly supergraphSdl: string;
  readonly schemas: Schemas;
  readonly subgraphs: ReadonlyMap<string, GraphQLSchema>;
}

/** What a case's subgraphs were asked. */
export interface Asked {
  readonly asks: { [subgraph: string]: number };
  readonly representations: { [subgraph: string]: number };
}

/** Composes a suite's supergraph. Throws the composition's errors. */
export function composed({ name, subgraphs }: Suite): Graph {
  const services = Object.entries(subgraphs).map(([subgraph, declared]) => ({
    name: subgraph,
    url: `http://${subgraph}`,
    typeDefs: typeDefsOf(declared),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(`${name} does not compose: ${errors?.join('\n')}`);
  const executable = new Map(Object.entries(subgraphs).map(([subgraph, declared]) => [subgraph, schemaOf(declared)]));
  return { supergraphSdl, schemas: schemasOf(supergraphSdl), subgraphs: executable };
}

/** A case's subgraphs, at work. */
export interface Answerer {
  readonly asked: Asked;
  ask(subgraph: string, question: Question): Promise<ExecutionResult>;
}

/** Answers questions to a suite's subgraphs while one case runs, and counts them. */
export function answerer(suite: Suite, graph: Graph, { faults = {} }: Pick<Case, 'faults'>): Answerer {
  const state: State = {};
  const asked: Asked = { asks: {}, representations: {} };
  async function ask(subgraph: string, question: Question): Promise<ExecutionResult> {
    const schema = graph.subgraphs.get(subgraph);
    if (!schema) throw unavailable();
    const entities = question.entities ?? [];
    count(asked.asks, subgraph, 1);
    for (const { texts } of entities) count(asked.representations, subgraph, texts.length);
    const representations = entities.map(({ variable, texts, values }) => {
      const sent = texts.map((text) => JSON.parse(text));
      if (JSON.stringify(sent) !== JSON.stringify(values())) throw new Error('the wire carries other representations');
      return [variable, sent];
    });
    const document = parse(question.document.text);
    const invalid = validate(schema, document);
    if (invalid.length > 0) throw new Error(`${subgraph} is asked nonsense: ${invalid.join()}`);
    const answer = await execute({
      schema,
      document,
      rootValue: suite.subgraphs[subgraph]?.root,
      contextValue: state,
      variableValues: { ...question.variables, ...Object.fromEntries(representations) },
    });
    // Over the wire: no undefined, no prototypes, nothing shared.
    const received: ExecutionResult = JSON.parse(JSON.stringify(answer));
    return faults[subgraph]?.(received) ?? received;
  }
  return { asked, ask };
}

const count = (counts: { [subgraph: string]: number }, subgraph: string, by: number): void => {
  counts[subgraph] = (counts[subgraph] ?? 0) + by;
};
