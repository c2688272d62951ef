import type { OperationTypeNode } from 'graphql';

/**
 * How an operation is answered from several subgraphs: one shape, whichever planner made it. Plans are made once an
 * operation and never changed.
 */
export interface Plan {
  /** What to fetch, in which order; undefined when nothing has to be asked (`{ __typename }`). */
  readonly node: PlanNode | undefined;
  /** Of a subscription: the owning subgraph's fetch, whose answer each event stands in for. `node` is the rest. */
  readonly primary?: FetchNode;
}

export type PlanNode = SequenceNode | ParallelNode | FetchNode | EntitiesNode | ConditionNode | DeferNode;

/** One after the other: each may need what those before it brought. */
export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

/** At the same time. */
export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** What a subgraph is asked, as the planner wrote it. */
export interface SubgraphOperation {
  readonly text: string;
  readonly kind: OperationTypeNode;
  /** The client's variables that it uses. */
  readonly variables: readonly string[];
}

/** Root fields of one subgraph. */
export interface FetchNode {
  readonly kind: 'Fetch';
  /** What a deferred part waits for. */
  readonly id?: string;
  readonly subgraph: string;
  readonly operation: SubgraphOperation;
  /** Where the answer belongs; empty for the top. */
  readonly path: Path;
  readonly outputRewrites: readonly Rewrite[];
}

/** Entities of one subgraph, by their keys: one or more `_entities` fields in one operation. */
export interface EntitiesNode {
  readonly kind: 'Entities';
  readonly id?: string;
  readonly subgraph: string;
  readonly operation: SubgraphOperation;
  readonly lists: readonly EntityList[];
}

/** One `_entities` field. */
export interface EntityList {
  /** Its response name: `_entities`, or an alias. */
  readonly alias: string;
  /** The variable that carries its representations. */
  readonly variable: string;
  /** Where the entities are in the answer so far; one representation serves all places. */
  readonly paths: readonly Path[];
  /** What a representation consists of. */
  readonly requires: readonly RequiredSelection[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
}

/** One of two ways, by a boolean variable of the client. */
export interface ConditionNode {
  readonly kind: 'Condition';
  readonly variable: string;
  readonly then: PlanNode | undefined;
  readonly otherwise: PlanNode | undefined;
}

/** A first answer, and parts that follow when they are there. */
export interface DeferNode {
  readonly kind: 'Defer';
  readonly primary: { readonly selection: string | undefined; readonly node: PlanNode | undefined };
  readonly deferred: readonly DeferredNode[];
}

/** One `... @defer`. */
export interface DeferredNode {
  /** Fetches (`id`) that must have answered first. */
  readonly depends: readonly string[];
  readonly label: string | undefined;
  /** Response names down to the object it belongs to; lists are not named, `... on T` are. */
  readonly path: readonly string[];
  /** What it selects of that object, as GraphQL text. */
  readonly selection: string | undefined;
  readonly node: PlanNode | undefined;
}

/** A way through the answer so far. */
export type Path = readonly PathSegment[];

export type PathSegment =
  | { readonly kind: 'field'; readonly name: string }
  /** Every element of a list. */
  | { readonly kind: 'list' }
  /** Only objects of these types; of an interface, all that implement it, unless it is exactly these. */
  | { readonly kind: 'types'; readonly types: readonly string[]; readonly isExact?: boolean };

export type RequiredSelection =
  | {
      readonly kind: 'Field';
      /** Under which name it is in the answer so far, and in the representation unless `as` says otherwise. */
      readonly name: string;
      /** Its name in the representation, where two fields of the answer so far are the same field with other arguments. */
      readonly as?: string | undefined;
      readonly selections?: readonly RequiredSelection[] | undefined;
    }
  | {
      readonly kind: 'InlineFragment';
      readonly typeCondition: string | undefined;
      readonly selections: readonly RequiredSelection[];
      /** Variables as of `@skip` and `@include`. */
      readonly skipIf?: string | undefined;
      readonly includeIf?: string | undefined;
    };

/** A change to data on its way into or out of a subgraph. The path's last segment names the field that is meant. */
export type Rewrite =
  | { readonly kind: 'set'; readonly path: RewritePath; readonly value: unknown }
  | { readonly kind: 'rename'; readonly path: RewritePath; readonly to: string };

/** Lists on the way are walked element by element. */
export type RewritePath = readonly (
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'types'; readonly types: readonly string[] }
)[];
