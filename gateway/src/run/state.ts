import type { GraphQLError } from 'graphql';
import type { Flags } from '../compile/conditions.ts';
import type { Types } from '../compile/types.ts';
import type { Question } from '../transport/question.ts';
import type { RequestContext, Source } from '../transport/source.ts';
import type { EntityBatches } from './batches.ts';
import type { ClientPath } from './holes.ts';

/** Something that can be asked: a subgraph, or what stands in for one. */
export type Asks = Pick<Source, 'ask'>;

/** What all executions over one supergraph share. */
export interface Engineering {
  readonly types: Types;
  readonly sources: ReadonlyMap<string, Asks>;
  readonly batches: EntityBatches;
}

/** Data as subgraphs answered it; whoever asked owns it. */
export type Fetched = Record<string, unknown>;

/** One execution under way. */
export interface State {
  readonly engineering: Engineering;
  readonly context: RequestContext;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly flags: Flags;
  /** All that was fetched so far, as the client named it. */
  readonly data: Fetched;
  readonly errors: GraphQLError[];
  /** Objects of which one subgraph's fields are all null, because of an error that is among `errors`. */
  readonly emptied: ClientPath[];
  /** Whether some fetched objects stand in several places of `data`. */
  readonly sharing: { yes: boolean };
  /** Fetches that deferred parts wait for. */
  readonly arrivals: Map<string, Arrival> | undefined;
}

/** A fetch that somebody waits for. */
export interface Arrival {
  readonly done: Promise<void>;
  resolve(): void;
}

/** The client's variables that a document uses. */
export function pick(names: Iterable<string>, { variables }: Pick<State, 'variables'>): Question['variables'] {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (variables[name] !== undefined) picked[name] = variables[name];
  return picked;
}

/** Where a subgraph is asked. */
export function sourceOf({ sources }: Pick<Engineering, 'sources'>, subgraph: string): Asks {
  const source = sources.get(subgraph);
  if (!source) throw new Error(`there is no source for the subgraph ${subgraph}`);
  return source;
}
