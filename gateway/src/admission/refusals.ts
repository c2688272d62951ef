import type { Viewer } from '@app/kernel/viewer';
import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Guards, Requires } from './guards.ts';

/** A guarded field that an operation selects, where, and under which conditions. */
export interface Guarded {
  readonly node: FieldNode;
  readonly name: string;
  readonly path: readonly string[];
  readonly requires: Requires;
  readonly conditions: readonly DirectiveNode[];
}

type Place = Pick<Guarded, 'path' | 'conditions'>;

/** Every guarded field of an operation. The operation is valid and of a bounded size. */
export function guardedFields(
  operation: OperationDefinitionNode,
  known: { schema: GraphQLSchema; guards: Guards; fragments: ReadonlyMap<string, FragmentDefinitionNode> },
): Guarded[] {
  const { schema, guards, fragments } = known;
  const found: Guarded[] = [];

  function visit(set: SelectionSetNode, type: GraphQLNamedType, at: Place): void {
    for (const selection of set.selections) {
      const conditions = [...at.conditions, ...(selection.directives ?? []).filter(isCondition)];
      if (selection.kind === Kind.FIELD) visitField(selection, type, { path: at.path, conditions });
      else visitFragment(selection, type, { path: at.path, conditions });
    }
  }

  function visitFragment(spread: InlineFragmentNode | FragmentSpreadNode, type: GraphQLNamedType, at: Place): void {
    const fragment = spread.kind === Kind.INLINE_FRAGMENT ? spread : fragments.get(spread.name.value);
    const on = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
    if (fragment && on) visit(fragment.selectionSet, on, at);
  }

  function visitField(node: FieldNode, type: GraphQLNamedType, at: Place): void {
    const path = [...at.path, node.alias?.value ?? node.name.value];
    const name = `${type.name}.${node.name.value}`;
    const requires = guards.get(name);
    if (requires) found.push({ node, name, path, requires, conditions: at.conditions });
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (field && node.selectionSet) visit(node.selectionSet, getNamedType(field.type), { ...at, path });
  }

  const root = schema.getRootType(operation.operation);
  if (root) visit(operation.selectionSet, root, { path: [], conditions: [] });
  return found;
}

/** Why this viewer may not have some of these fields: one error each. Fields that `@skip` or `@include` leave out are not asked for. */
export function refusalsOf(
  guarded: readonly Guarded[],
  viewer: Viewer,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  return guarded
    .filter(({ requires, conditions }) => !mayUse(viewer, requires) && conditions.every((one) => holds(one, variables)))
    .map(({ node, name, path, requires }) =>
      viewer.kind === 'user'
        ? new GraphQLError(`${name} needs the role ${requires.join(' or ')}.`, {
            nodes: node,
            path,
            extensions: { code: 'FORBIDDEN', requires },
          })
        : new GraphQLError(`${name} needs somebody signed in.`, {
            nodes: node,
            path,
            extensions: { code: 'UNAUTHENTICATED' },
          }),
    );
}

const mayUse = (viewer: Viewer, requires: Requires): boolean =>
  viewer.kind === 'user' && (requires.length === 0 || requires.some((role) => viewer.roles.includes(role)));

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

function holds({ name, arguments: given }: DirectiveNode, variables: Readonly<Record<string, unknown>>): boolean {
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  const condition =
    value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
  return name.value === 'include' ? condition === true : condition !== true;
}
