import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';

/** Answers an operation's `__schema` and `__type` fields from the schema that clients see, by response name. */
export type Introspection = (variables: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** An operation taken apart: what only the schema answers, and what subgraphs answer. */
export interface Parts {
  /** Undefined when the operation asks nothing about the schema. */
  readonly introspection: Introspection | undefined;
  /** Undefined when the operation asks nothing else. */
  readonly rest: DocumentNode | undefined;
}

/** Takes an operation apart. */
export function takeApart(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Parts {
  const fragments = fragmentsIn(document);
  const { selections } = operation.selectionSet;
  const about = only(selections, fragments, isIntrospection);
  if (about.length === 0) {
    const fetches = only(selections, fragments, ({ name }) => name.value !== '__typename').length > 0;
    return { introspection: undefined, rest: fetches ? document : undefined };
  }
  const rest = only(selections, fragments, (field) => !isIntrospection(field) && field.name.value !== '__typename');
  return {
    introspection: answering(schema, withSelections(document, operation, about), operation),
    rest: rest.length > 0 ? withSelections(document, operation, rest) : undefined,
  };
}

type Field = Extract<SelectionNode, { kind: Kind.FIELD }>;
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const isIntrospection = ({ name }: Field): boolean => name.value === '__schema' || name.value === '__type';

/** The root fields that `wanted` is true of; named fragments are written out. */
function only(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  wanted: (field: Field) => boolean,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return wanted(selection) ? [selection] : [];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const inner = only(fragment?.selectionSet.selections ?? [], fragments, wanted);
    return fragment && inner.length > 0 ? [inlined(fragment, selection.directives, inner)] : [];
  });
}

const inlined = (
  { typeCondition }: Pick<InlineFragmentNode, 'typeCondition'>,
  directives: InlineFragmentNode['directives'],
  selections: readonly SelectionNode[],
): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  ...(typeCondition && { typeCondition }),
  ...(directives && { directives }),
  selectionSet: setOf(selections),
});

const setOf = (selections: readonly SelectionNode[]): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections });

const withSelections = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  selections: readonly SelectionNode[],
): DocumentNode => ({
  ...document,
  definitions: document.definitions.map((definition) =>
    definition === operation ? { ...operation, selectionSet: setOf(selections) } : definition,
  ),
});

/** Without variables, the answer is always the same. */
function answering(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Introspection {
  const operationName = operation.name?.value;
  const ask: Introspection = (variableValues) =>
    executeSync({ schema, document, operationName, variableValues }).data ?? {};
  if (operation.variableDefinitions?.length) return ask;
  let known: Record<string, unknown> | undefined;
  return (variables) => {
    known ??= ask(variables);
    return known;
  };
}
