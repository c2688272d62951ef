import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Plan, PlanNode } from './plan.ts';
import type { Plannable } from './port.ts';

/**
 * Root fields of an operation that its plan asks nobody for. A planner that sees no way to a field may leave it out, and
 * the client would be told that there is nothing.
 */
export function unasked({ document, operationName }: Plannable, plan: Plan): string[] {
  const asked = new Set(fetchedTexts(plan).flatMap((text) => rootNames(parse(text, { noLocation: true }), undefined)));
  return rootNames(document, operationName).filter((name) => !asked.has(name));
}

/** The response names of root fields, other than the type's name. */
function rootNames(document: DocumentNode, operationName: string | undefined): string[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operation = getOperationAST(document, operationName);
  return operation ? namesIn(operation.selectionSet, fragments) : [];
}

function namesIn({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string[] {
  return selections.filter(isWanted).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment ? namesIn(fragment.selectionSet, fragments) : [];
  });
}

const isWanted = (selection: SelectionNode): boolean =>
  !selection.directives?.some(isNever) && !(selection.kind === Kind.FIELD && selection.name.value === '__typename');

/** `@skip(if: true)` and `@include(if: false)`. */
const isNever = ({ name, arguments: given }: DirectiveNode): boolean => {
  const condition = given?.find((argument) => argument.name.value === 'if')?.value;
  return condition?.kind === Kind.BOOLEAN && { skip: true, include: false }[name.value] === condition.value;
};

const fetchedTexts = ({ node, primary }: Plan): string[] => [
  ...(primary ? [primary.operation.text] : []),
  ...(node ? textsIn(node) : []),
];

function textsIn(node: PlanNode): string[] {
  const inner = (each: PlanNode | undefined): string[] => (each ? textsIn(each) : []);
  switch (node.kind) {
    case 'Entities':
      return [];
    case 'Fetch':
      return node.path.length === 0 ? [node.operation.text] : [];
    case 'Condition':
      return [...inner(node.then), ...inner(node.otherwise)];
    case 'Defer':
      return [...inner(node.primary.node), ...node.deferred.flatMap((part) => inner(part.node))];
    default:
      return node.nodes.flatMap(textsIn);
  }
}
