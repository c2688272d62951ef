import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** How many objects a list without `first` is assumed to hold. */
const ASSUMED_LIST = 5;
/** What a `first` counts for that is missing or no number: subgraphs refuse more. */
const PAGE_MAX = 100;

/** The objects an operation may make us fetch, for these variables. */
export type Cost = (variables: Readonly<Record<string, unknown>>) => number;

/**
 * Counts objects: every field that answers with one costs 1, times the sizes of all lists around it. A connection's size
 * is its `first`, wherever that comes from: written out, from a variable, or a default.
 */
export function costOf(
  operation: OperationDefinitionNode,
  { schema, fragments }: { schema: GraphQLSchema; fragments: ReadonlyMap<string, FragmentDefinitionNode> },
): Cost {
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );
  // A fragment costs the same wherever it is spread, except for the page its connection was asked for.
  const known = new Map<string, Cost>();
  const root = schema.getRootType(operation.operation);

  function ofSet(set: SelectionSetNode, type: GraphQLNamedType, paged: boolean): Cost {
    const parts = set.selections.map((selection): Cost => {
      if (selection.kind === Kind.FIELD) return ofField(selection, type, paged);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return ofSpread(selection.name.value, paged);
      const on = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
      return ofSet(selection.selectionSet, on ?? type, paged);
    });
    return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
  }

  function ofSpread(name: string, paged: boolean): Cost {
    const key = `${name} ${paged}`;
    let cost = known.get(key);
    if (!cost) {
      const fragment = fragments.get(name);
      const type = fragment && schema.getType(fragment.typeCondition.name.value);
      cost = fragment && type ? remembered(ofSet(fragment.selectionSet, type, paged)) : () => 0;
      known.set(key, cost);
    }
    return cost;
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType, paged: boolean): Cost {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type)) return () => 0;
    const page = pageOf(node, field);
    // `edges` and `nodes` of a connection are as long as its page.
    const size = isList(field) && !paged ? ASSUMED_LIST : 1;
    const below = ofSet(node.selectionSet, type, page !== undefined);
    return (variables) => (1 + below(variables)) * size * (page ? page(variables) : 1);
  }

  function pageOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Cost | undefined {
    const declared = field.args.find((arg) => arg.name === 'first');
    if (!declared) return undefined;
    const given = node.arguments?.find((arg) => arg.name.value === 'first')?.value;
    const standard = number(declared.defaultValue) ?? PAGE_MAX;
    if (given?.kind !== Kind.VARIABLE) return () => literal(given) ?? standard;
    const name = given.name.value;
    return (variables) => number(variables[name]) ?? literal(defaults.get(name)) ?? standard;
  }

  return root ? ofSet(operation.selectionSet, root, false) : () => 0;
}

/** Computes once for the same variables object: nested spreads would otherwise multiply the work. */
function remembered(cost: Cost): Cost {
  const results = new WeakMap<object, number>();
  return (variables) => {
    let result = results.get(variables);
    if (result === undefined) {
      result = cost(variables);
      results.set(variables, result);
    }
    return result;
  };
}

const isList = ({ type }: GraphQLField<unknown, unknown>): boolean =>
  isListType(isNonNullType(type) ? type.ofType : type);

const literal = (value: ValueNode | undefined): number | undefined =>
  value?.kind === Kind.INT ? number(Number(value.value)) : undefined;

/** At least 1, so that no negative size makes something else free. */
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(1, Math.abs(value)) : undefined;
