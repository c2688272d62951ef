import {
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { DeferNode } from '../planning/plan.ts';
import { typenamesIn, withOwnTypenames } from './own-typenames.ts';
import { conditionIn, placeAt } from './place.ts';
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
    shape:
      base.length > 0 ? shapeAt(selected, base, node.primary.selection) : rootShape(selected, node.primary.selection),
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

/** The names of root types need nobody's answer, and planners do not say when they are told: first. */
function rootShape(selected: Selected, selection: string | undefined): ObjectShape | undefined {
  const { schema, fragments, root, operation } = selected;
  const names = typenamesIn(selected, operation.selectionSet);
  const told = selection === undefined ? [] : ownSelections(selected, [operation.selectionSet], selection);
  const selections = [...names, ...told];
  if (selections.length === 0 && selection === undefined) return undefined;
  return shapeOf({ schema, fragments }, root, { kind: Kind.SELECTION_SET, selections });
}

function shapeAt(selected: Selected, path: readonly string[], selection: string | undefined): ObjectShape | undefined {
  if (selection === undefined) return undefined;
  const { schema, fragments, root, operation } = selected;
  const { type, sets } = placeAt(selected, { type: root, sets: [operation.selectionSet] }, path);
  const selections = ownSelections(selected, sets, selection);
  return shapeOf({ schema, fragments }, type, { kind: Kind.SELECTION_SET, selections });
}

/** What the planner says of objects of which the client selects `sets`. */
function ownSelections(
  selected: Selected,
  sets: readonly SelectionSetNode[],
  selection: string,
): readonly SelectionNode[] {
  const written = parse(selection, { noLocation: true }).definitions[0];
  if (written?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a selection: ${selection}`);
  return withOwnTypenames(selected, sets, written.selectionSet).selections;
}
