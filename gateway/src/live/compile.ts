import { publicError } from '@app/kernel/errors';
import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { beside } from '../beside.ts';
import { withValues } from '../compile/conditions.ts';
import type { Lookup } from '../compile/lookup.ts';
import type { CompiledOperation } from '../compile/operation.ts';
import type { Graph } from '../graph.ts';
import { fragmentsIn } from '../planning/fragments.ts';
import type { FetchNode } from '../planning/plan.ts';
import { askedVariables } from './asked-variables.ts';
import { type Decided, isConditional, openDecided } from './decided.ts';
import type { Subscription } from './question.ts';
import { type LiveField, liveFields } from './topics.ts';

/** A subscription, ready to resolve steps. */
export interface Compiled {
  /** Another one for each document and supergraph. */
  readonly key: string;
  readonly graph: Graph;
  readonly field: LiveField;
  /** The root field as the planner wrote it: fragments expanded, arguments as the client gave them. */
  readonly root: FieldNode;
  readonly responseKey: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operation: OperationDefinitionNode;
  /** Names of the variables that answers depend on. */
  readonly asked: readonly string[];
  /** The subgraph that owns the field, and how it is asked for a step's entity in the primary fetch's shape. */
  readonly owner: string;
  readonly entity: Lookup;
  /** Where the answer shows keys of the step itself: response names, each with its key. */
  readonly keysAsked: readonly (readonly [name: string, key: string])[];
  /** What other subgraphs add, and how the answer is written. */
  readonly execution: CompiledOperation;
}

/** Of one document, one for each way in which its variables decide. */
const MAX_VARIANTS = 64;

type LiveFields = Readonly<Record<string, LiveField>>;

/** Compiles validated subscriptions, each once as long as its document lives. Throws BAD_USER_INPUT. */
export function compiler(fields: LiveFields = liveFields): (subscription: Subscription) => Compiled {
  const known = beside<DocumentNode, Map<string, Compiled>>();
  const flagsOf = openDecided();
  return (subscription) => {
    const { document, operationName = '' } = subscription;
    const ofDocument = known.get(document) ?? known.set(document, new Map());
    const flags = flagsOf(subscription);
    const key = `${operationName} ${JSON.stringify(flags)}`;
    let compiled = ofDocument.get(key);
    if (!compiled) {
      compiled = compile({ ...subscription, fields, flags });
      if (ofDocument.size === MAX_VARIANTS) ofDocument.clear();
      ofDocument.set(key, compiled);
    }
    return compiled;
  };
}

let count = 0;

interface Compilable extends Omit<Subscription, 'variables'> {
  readonly fields: LiveFields;
  readonly flags: Decided;
}

function compile({ graph, document, operationName, fields, flags }: Compilable): Compiled {
  const asWritten = getOperationAST(document, operationName);
  if (!asWritten || isConditional(asWritten, fragmentsIn(document))) throw notLive();
  const execution = graph.compiled(withValues(document, flags), operationName);
  const { primary } = execution;
  if (!primary) throw notLive();
  const written = parse(primary.operation.text, { noLocation: true });
  const { operation, root } = rootOf(written);
  const field = fields[root.name.value];
  if (!field) throw notLive();
  count += 1;
  return {
    key: `${count}`,
    graph,
    field,
    root,
    responseKey: root.alias?.value ?? root.name.value,
    document,
    operationName,
    operation: asWritten,
    asked: askedVariables(document, graph.schema),
    owner: primary.subgraph,
    keysAsked: keysAskedIn(root, field.keys),
    entity: entityOf(graph, primary, { written, operation, root, payload: field.payload }),
    execution,
  };
}

/** Keys among the fields that are selected of the step, also in fragments on it. */
function keysAskedIn({ selectionSet }: Pick<FieldNode, 'selectionSet'>, keys: readonly string[]): [string, string][] {
  return (selectionSet?.selections ?? []).flatMap((each): [string, string][] => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    if (each.kind === Kind.INLINE_FRAGMENT) return keysAskedIn(each, keys);
    return keys.includes(each.name.value) ? [[(each.alias ?? each.name).value, each.name.value]] : [];
  });
}

const notLive = () =>
  publicError('BAD_USER_INPUT', 'A subscription selects exactly one live field, without @skip or @include on it.');

function rootOf(document: DocumentNode): { operation: OperationDefinitionNode; root: FieldNode } {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const root = operation?.selectionSet.selections[0];
  if (!operation || root?.kind !== Kind.FIELD || operation.selectionSet.selections.length !== 1) throw notLive();
  return { operation, root };
}

interface Written {
  readonly written: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly root: FieldNode;
  readonly payload: string;
}

/** `{ field(args) { selection } }` as `{ _entities(keys) { ... on Payload { selection } } }`, with the variables it still uses. */
function entityOf(graph: Graph, primary: FetchNode, { written, operation, root, payload }: Written): Lookup {
  if (!root.selectionSet) throw notLive();
  const fragments = written.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const used = variablesIn([root.selectionSet, ...fragments]);
  const kept = (operation.variableDefinitions ?? []).filter((definition) => used.has(definition.variable.name.value));
  const declared = ['$representations: [_Any!]!', ...kept.map(print)].join(', ');
  const entity = `{ __typename ... on ${payload} ${print(root.selectionSet)} }`;
  const query = `query (${declared}) { _entities(representations: $representations) ${entity} }`;
  return graph.engine.lookup(primary.subgraph, [query, ...fragments.map(print)].join('\n'));
}

function variablesIn(nodes: readonly ASTNode[]): Set<string> {
  const names = new Set<string>();
  const enter = (node: ASTNode) => void (node.kind === Kind.VARIABLE && names.add(node.name.value));
  for (const node of nodes) visit(node, { enter });
  return names;
}
