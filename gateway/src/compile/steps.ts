import type { DeferNode, EntitiesNode, EntityList, FetchNode, PlanNode } from '../planning/plan.ts';
import { type SubgraphDocument, subgraphDocument } from '../transport/question.ts';
import { type Condition, whenTrue } from './conditions.ts';
import type { Lookup, Lookups } from './lookup.ts';
import { type Representer, representerOf } from './representation.ts';
import { type Rewriter, renamesOf, rewriterOf } from './rewrites.ts';
import type { ObjectShape } from './shape.ts';
import type { Types } from './types.ts';
import { type Way, wayOf } from './way.ts';

/** What is done to answer an operation: its plan with everything prepared that does not depend on data or variables. */
export type Step =
  | { readonly kind: 'sequence'; readonly steps: readonly Step[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Step[] }
  | ConditionStep
  | FetchStep
  | EntitiesStep
  | DeferStep;

/** One of two ways, by a variable. */
export interface ConditionStep {
  readonly kind: 'condition';
  readonly variable: string;
  readonly when: Condition;
  readonly met?: Step;
  readonly unmet?: Step;
}

/** Asks one subgraph for root fields. */
export interface FetchStep {
  readonly kind: 'fetch';
  readonly id: string | undefined;
  readonly subgraph: string;
  readonly document: SubgraphDocument;
  readonly variables: readonly string[];
  readonly way: Way;
  readonly rewrite: Rewriter | undefined;
  readonly renames: ReadonlyMap<string, string>;
}

/** Asks one subgraph for more of entities that are there already. */
export interface EntitiesStep {
  readonly kind: 'entities';
  readonly id: string | undefined;
  readonly lists: readonly EntitiesList[];
}

/** One kind of entities, in all places where they are. */
export interface EntitiesList {
  readonly lookup: Lookup;
  readonly ways: readonly Way[];
  readonly represent: Representer;
  readonly rewrite: Rewriter | undefined;
  readonly renames: ReadonlyMap<string, string>;
}

/** A first answer, and parts that follow. */
export interface DeferStep {
  readonly kind: 'defer';
  readonly first: Step | undefined;
  readonly shape: ObjectShape | undefined;
  readonly parts: readonly DeferredPart[];
}

/** One `... @defer`. */
export interface DeferredPart {
  readonly depends: readonly string[];
  readonly label: string | undefined;
  readonly way: Way;
  /** What it tells of the object at `way`; undefined when only parts inside it tell something. */
  readonly shape: ObjectShape | undefined;
  readonly step: Step | undefined;
}

/** What steps are compiled with. */
export interface StepContext {
  readonly types: Types;
  readonly lookups: Lookups;
  /** The shapes of a deferred plan's parts. */
  readonly defer: (node: DeferNode, context: StepContext) => DeferStep;
}

/** Compiles a plan. */
export function stepOf(node: PlanNode, context: StepContext): Step {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', steps: node.nodes.map((each) => stepOf(each, context)) };
    case 'Parallel':
      return parallel(node.nodes.map((each) => stepOf(each, context)));
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.variable,
        when: whenTrue(node.variable),
        ...(node.then && { met: stepOf(node.then, context) }),
        ...(node.otherwise && { unmet: stepOf(node.otherwise, context) }),
      };
    case 'Fetch':
      return fetchStep(node, context);
    case 'Entities':
      return entitiesStep(node, context);
    case 'Defer':
      return context.defer(node, context);
  }
}

/** Compiles the fetch of root fields. */
export const fetchStep = (
  { id, subgraph, operation, path, outputRewrites }: FetchNode,
  { types }: StepContext,
): FetchStep => ({
  kind: 'fetch',
  id,
  subgraph,
  document: subgraphDocument(operation.text, operation.kind),
  variables: operation.variables,
  way: wayOf(path, types),
  rewrite: rewriterOf(outputRewrites, types),
  renames: renamesOf(outputRewrites),
});

function entitiesStep(node: EntitiesNode, { types, lookups }: StepContext): EntitiesStep {
  const found = lookups.of(node);
  return {
    kind: 'entities',
    id: node.id,
    lists: node.lists.map((list, index) => entitiesList(list, found[index] as Lookup, types)),
  };
}

const entitiesList = (list: EntityList, lookup: Lookup, types: Types): EntitiesList => ({
  lookup,
  ways: list.paths.map((path) => wayOf(path, types)),
  represent: representerOf(list, types),
  rewrite: rewriterOf(list.outputRewrites, types),
  renames: renamesOf(list.outputRewrites),
});

const parallel = (steps: readonly Step[]): Step =>
  steps.length === 1 && steps[0] ? steps[0] : { kind: 'parallel', steps };
