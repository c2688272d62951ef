import {
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import type { DeferNode } from '../planning/plan.ts';
import { conditionIn, typeAt } from './place.ts';
import { type ObjectShape, shapeOf } from './shape.ts';
import { type DeferredPart, type DeferStep, type StepContext, stepOf } from './steps.ts';
import type { Way } from './way.ts';

/** What a deferred plan's parts are shaped with. */
interface Selected {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly root: GraphQLObjectType;
  readonly operation: OperationDefinitionNode;
}

/** Compiles plans with `@defer`. The planner says what each part tells, as GraphQL text below the part's place, `base`. */
export const deferStep =
  (selected: Selected, base: readonly string[] = []) =>
  (node: DeferNode, context: StepContext): DeferStep => ({
    kind: 'defer',
    first: node.primary.node && stepOf(node.primary.node, context),
    shape: shapeAt(selected, base, node.primary.selection),
    parts: node.deferred.map(
      ({ depends, label, path, selection, node: inner }): DeferredPart => ({
        depends,
        label,
        way: wayDown(path, context),
        shape: shapeAt(selected, path, selection),
        step: inner && stepOf(inner, { ...context, defer: deferStep(selected, path) }),
      }),
    ),
  });

const wayDown = (path: readonly string[], { types }: StepContext): Way =>
  path.map((segment) => {
    const type = conditionIn(segment);
    return type ? { name: undefined, types: types.namesOf(type) } : { name: segment, types: undefined };
  });

function shapeAt(
  { schema, root, operation, fragments }: Selected,
  path: readonly string[],
  selection: string | undefined,
): ObjectShape | undefined {
  if (selection === undefined) return undefined;
  const written = parse(selection, { noLocation: true }).definitions[0];
  if (written?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a selection: ${selection}`);
  const type = typeAt({ schema, fragments }, { type: root, sets: [operation.selectionSet] }, path);
  return shapeOf({ schema, fragments }, type, written.selectionSet);
}
