import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type Admission, openAdmission } from './admission/admit.ts';
import { guardsOf } from './admission/guards.ts';
import { type Compiled, rememberCompiled } from './caches/compiled.ts';
import type { PublicReads } from './caches/public/open.ts';
import { shareReads } from './caches/sharing.ts';
import { type Engine, openEngine } from './engine.ts';
import type { Limits } from './limits/table.ts';
import type { Planner } from './planning/port.ts';
import { orGiveUp } from './run/deadline.ts';
import type { Answer, Run } from './run/run.ts';
import { type Schemas, schemasOf } from './supergraph/schemas.ts';
import type { Source } from './transport/source.ts';

/** An admitted operation and what it is run with. */
export interface Execution extends Run {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** Whether parts may follow later. */
  readonly defer?: boolean | undefined;
}

/** One version of the supergraph, at work: what it allows, and how it answers. */
export interface Graph {
  readonly sdl: string;
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly admission: Admission;
  readonly engine: Engine;
  readonly compiled: Compiled;
  /** Runs an admitted query or mutation. Rejects only when no plan can be made; gives up when the context's signal fires. */
  execute(execution: Execution): Promise<Answer>;
  /** A live event was heard: reads from now on do not join those that began before it. */
  changed(): void;
}

/** What a graph is made of. */
export interface GraphParts {
  readonly sdl: string;
  /** The same, where it has been read already. */
  readonly schemas?: Schemas | undefined;
  readonly sources: ReadonlyMap<string, Pick<Source, 'ask'>>;
  readonly planner: Planner;
  /** What is kept of this supergraph's public data. */
  readonly kept?: PublicReads | undefined;
  readonly limits: Limits;
  /** Whether clients may read the schema. */
  readonly openSchema: boolean;
}

/** Opens one version of the supergraph. */
export function openGraph({ sdl, schemas = schemasOf(sdl), limits, openSchema, ...parts }: GraphParts): Graph {
  const { schema } = schemas;
  const engine = openEngine({ supergraphSdl: sdl, schemas, ...parts });
  const compiled = rememberCompiled(engine);
  const sharing = shareReads(engine.run);
  return {
    sdl,
    schema,
    engine,
    compiled,
    admission: openAdmission({ schema, guards: guardsOf(sdl), limits, openSchema }),
    async execute({ document, operationName, defer, ...asked }) {
      const operation = compiled(document, operationName, defer);
      return orGiveUp(sharing.execute(operation, asked), asked.context.signal);
    },
    changed: sharing.changed,
  };
}
