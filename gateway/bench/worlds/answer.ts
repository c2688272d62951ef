import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

/** A field's arguments, or an operation's variables. */
export type Args = Readonly<Record<string, unknown>>;
/** A field's value: what it is, or how it follows from the arguments. */
export type Row = { readonly [field: string]: unknown };

/** Answers an operation as JSON text. */
export type Answerer = (query: string, variables: Args, operationName?: string) => string;

type Write = (row: Row, variables: Args) => string;

/**
 * A GraphQL executor over plain rows that knows no schema: documents are compiled once into functions that write text.
 * It answers whatever a gateway asks, however it plans and batches, and costs a fraction of a real subgraph.
 */
export function answerer(root: Row): Answerer {
  const compiled = new Map<string, Write>();
  return (query, variables, operationName) => {
    const key = operationName ? `${operationName}\n${query}` : query;
    let write = compiled.get(key);
    if (!write) {
      write = compile(query, operationName);
      compiled.set(key, write);
    }
    return `{"data":${write(root, variables)}}`;
  };
}

function compile(query: string, operationName?: string): Write {
  const { definitions } = parse(query, { noLocation: true });
  const fragments = new Map(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  );
  const operation = definitions.find(
    (each): each is OperationDefinitionNode =>
      each.kind === Kind.OPERATION_DEFINITION && (!operationName || each.name?.value === operationName),
  );
  if (!operation) throw new Error('no such operation');
  return object(operation.selectionSet, fragments);
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

interface Field {
  readonly name: string;
  readonly key: string;
  readonly args: (variables: Args) => Args;
  readonly write: (value: unknown, variables: Args) => string;
}

/** Writes one object: the fields for its type in the order asked, those asked twice merged. */
function object(set: SelectionSetNode, fragments: Fragments): Write {
  const byType = new Map<unknown, Field[]>();
  const fieldsOf = (type: unknown): Field[] => {
    const fields = [...collect(set, { fragments, type }).values()].map((nodes) => field(nodes, fragments));
    byType.set(type, fields);
    return fields;
  };
  return (row, variables) => {
    let text = '';
    for (const { name, key, args, write } of byType.get(row.__typename) ?? fieldsOf(row.__typename)) {
      const given = row[name];
      const value = typeof given === 'function' ? given(args(variables)) : given;
      text += `${text && ','}${key}${write(value, variables)}`;
    }
    return `{${text}}`;
  };
}

function field(nodes: FieldNode[], fragments: Fragments): Field {
  const [node] = nodes as [FieldNode];
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  const inner = selections.length > 0 ? object({ kind: Kind.SELECTION_SET, selections }, fragments) : undefined;
  return {
    name: node.name.value,
    key: `${JSON.stringify(node.alias?.value ?? node.name.value)}:`,
    args: argumentsOf(node),
    write: inner ? (value, variables) => composite(value, inner, variables) : (value) => JSON.stringify(value ?? null),
  };
}

const composite = (value: unknown, inner: Write, variables: Args): string => {
  if (value === null || value === undefined) return 'null';
  if (!Array.isArray(value)) return inner(value as Row, variables);
  let text = '';
  for (const each of value) text += `${text && ','}${composite(each, inner, variables)}`;
  return `[${text}]`;
};

const argumentsOf = ({ arguments: given = [] }: FieldNode): ((variables: Args) => Args) => {
  const names = given.map(({ name, value }) => [name.value, value] as const);
  if (names.length === 0) return () => NO_ARGS;
  return (variables) => Object.fromEntries(names.map(([name, value]) => [name, argumentOf(value, variables)]));
};

const NO_ARGS: Args = {};

const argumentOf = (value: ValueNode, variables: Args): unknown =>
  value.kind === Kind.VARIABLE ? variables[value.name.value] : valueFromASTUntyped(value, { ...variables });

type Collected = Map<string, FieldNode[]>;

/** The fields of a selection on an object of this type, fragments spread out, by their name in the answer. */
function collect(
  set: SelectionSetNode,
  on: { readonly fragments: Fragments; readonly type: unknown },
  into: Collected = new Map(),
): Collected {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      into.set(key, [...(into.get(key) ?? []), node]);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : on.fragments.get(node.name.value);
    if (!fragment) throw new Error('no such fragment');
    const condition = fragment.typeCondition?.name.value;
    if (condition === undefined || condition === on.type) collect(fragment.selectionSet, on, into);
  }
  return into;
}
