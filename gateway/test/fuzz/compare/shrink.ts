import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type VariableDefinitionNode,
  type VariableNode,
  visit,
} from 'graphql';
import { isValid, type Operation } from '../operations/operation.ts';

/** Whether an operation still shows the difference. */
export type Differs = (operation: Operation) => Promise<boolean>;

const MAX_ATTEMPTS = 600;

/** The same difference with as little operation as possible: parts are left out as long as it stays. */
export async function shrink(schema: GraphQLSchema, operation: Operation, differs: Differs): Promise<Operation> {
  let smallest = operation;
  let attempts = 0;
  for (let part = 0; attempts < MAX_ATTEMPTS; ) {
    const smaller = without(smallest, part);
    if (!smaller) break;
    attempts++;
    if (canBeAsked(schema, smaller) && (await differs(smaller))) smallest = smaller;
    else part++;
  }
  return smallest;
}

const PARTS: readonly string[] = [
  Kind.FRAGMENT_DEFINITION,
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
];

/** The operation without one of its parts; undefined when it has no part of this number. */
function without({ document, variables }: Operation, part: number): Operation | undefined {
  let count = -1;
  const shorter: DocumentNode = visit(document, {
    enter(node) {
      if (!PARTS.includes(node.kind)) return undefined;
      count++;
      return count === part ? null : undefined;
    },
  });
  if (count < part) return undefined;
  const tidy = withoutUnused(withoutEmpty(shorter));
  return { text: print(tidy), document: tidy, variables };
}

/** Whether there is anything left of it that a client could ask. */
function canBeAsked(schema: GraphQLSchema, { text }: Operation): boolean {
  try {
    return isValid(schema, parse(text));
  } catch {
    return false;
  }
}

const withoutEmpty = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Field: { leave: (node) => (node.selectionSet?.selections.length === 0 ? null : undefined) },
    InlineFragment: { leave: (node) => (node.selectionSet.selections.length === 0 ? null : undefined) },
  });

function withoutUnused(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: () => false,
    [Kind.VARIABLE]: (node: VariableNode) => void used.add(node.name.value),
    [Kind.FRAGMENT_SPREAD]: (node: FragmentSpreadNode) => void used.add(`...${node.name.value}`),
  });
  return visit(document, {
    [Kind.VARIABLE_DEFINITION]: (node: VariableDefinitionNode) =>
      used.has(node.variable.name.value) ? undefined : null,
    [Kind.FRAGMENT_DEFINITION]: (node: FragmentDefinitionNode) =>
      used.has(`...${node.name.value}`) ? undefined : null,
  });
}
