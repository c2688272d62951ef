import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
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
  return operation ? namesIn(operation.selectionSet, { fragments, wanted: new Map() }) : [];
}

interface Above {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What variables must be for anything here to count. */
  readonly wanted: ReadonlyMap<string, boolean>;
}

function namesIn({ selections }: SelectionSetNode, { fragments, wanted: above }: Above): string[] {
  return selections.flatMap((selection) => {
    const wanted = narrowed(above, selection);
    if (!wanted) return [];
    if (selection.kind === Kind.FIELD) return isTypename(selection) ? [] : [(selection.alias ?? selection.name).value];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment ? namesIn(fragment.selectionSet, { fragments, wanted }) : [];
  });
}

const isTypename = ({ name }: FieldNode): boolean => name.value === '__typename';

/** With the selection's own conditions; undefined when it never counts. */
function narrowed(above: Above['wanted'], { directives = [] }: SelectionNode): Above['wanted'] | undefined {
  if (directives.length === 0) return above;
  const wanted = new Map(above);
  for (const { condition, counts } of directives.flatMap(conditionsOf)) {
    const decided = condition.kind === Kind.BOOLEAN ? condition.value : wanted.get(condition.name.value);
    if ((decided ?? counts) !== counts) return undefined;
    if (condition.kind === Kind.VARIABLE) wanted.set(condition.name.value, counts);
  }
  return wanted;
}

/** What a directive makes a selection depend on, and the value for which it counts. */
function conditionsOf({ name, arguments: given }: DirectiveNode) {
  const counts = { skip: false, include: true }[name.value];
  const condition = given?.find((argument) => argument.name.value === 'if')?.value;
  const decides = condition?.kind === Kind.BOOLEAN || condition?.kind === Kind.VARIABLE;
  return counts !== undefined && decides ? [{ condition, counts }] : [];
}

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
