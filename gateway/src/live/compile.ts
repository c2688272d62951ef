import { createHash } from 'node:crypto';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
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
import type { Federation } from '../execution/federation.ts';
import { type LiveField, liveFields } from './topics.ts';

/** A subscription, ready to resolve steps. */
export interface Compiled {
  readonly key: string;
  readonly field: LiveField;
  /** The root field as the planner wrote it: fragments expanded, arguments as the client gave them. */
  readonly root: FieldNode;
  readonly responseKey: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operation: OperationDefinitionNode;
  /** The subgraph that owns the field, and the query that answers the step's entity in the primary fetch's shape. */
  readonly owner: string;
  readonly entityQuery: string;
  /** A fetch from `EVENT_SERVICE`, then whatever other subgraphs add. */
  readonly plan: QueryPlan;
}

/** The name under which a step's entity is fetched while a plan is executed. */
export const EVENT_SERVICE = '__event__';
/** The variable that carries a step's keys. Clients cannot declare it: names starting with __ are reserved. */
export const KEYS_VARIABLE = '__keys';

/** Compiles validated subscriptions, each once as long as its document lives. */
export function compiler(federation: Federation): (document: DocumentNode, operationName?: string) => Compiled {
  const known = new WeakMap<DocumentNode, Map<string, Compiled>>();
  return (document, operationName) => {
    const ofDocument = known.get(document) ?? new Map<string, Compiled>();
    known.set(document, ofDocument);
    let compiled = ofDocument.get(operationName ?? '');
    if (!compiled) {
      compiled = compile(federation, document, operationName);
      ofDocument.set(operationName ?? '', compiled);
    }
    return compiled;
  };
}

function compile(federation: Federation, document: DocumentNode, operationName: string | undefined): Compiled {
  const { node } = federation.plan(document, operationName);
  const asWritten = getOperationAST(document, operationName);
  if (node?.kind !== 'Subscription' || !asWritten) throw notLive();
  const { primary, rest } = node;
  const written = parse(primary.operation, { noLocation: true });
  const { operation, root } = rootOf(written);
  const field = liveFields[root.name.value];
  if (!field || root.directives?.length) throw notLive();
  const entity = entityQueryOf({ written, operation, root, payload: field.payload });
  return {
    key: createHash('sha256')
      .update(`${operationName ?? ''}\n${print(document)}`)
      .digest('base64'),
    field,
    root,
    responseKey: root.alias?.value ?? root.name.value,
    document,
    operationName,
    operation: asWritten,
    owner: primary.serviceName,
    entityQuery: entity.text,
    plan: { kind: 'QueryPlan', node: perStep(primary, rest, entity.variables) },
  };
}

const notLive = () =>
  publicError('BAD_USER_INPUT', 'A subscription selects exactly one live field, without @skip or @include on it.');

function rootOf(document: DocumentNode): { operation: OperationDefinitionNode; root: FieldNode } {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const root = operation?.selectionSet.selections[0];
  if (!operation || root?.kind !== Kind.FIELD || operation.selectionSet.selections.length !== 1) throw notLive();
  return { operation, root };
}

/** `{ field(args) { selection } }` as `{ _entities(keys) { ... on Payload { selection } } }`, with the variables it still uses. */
function entityQueryOf({
  written,
  operation,
  root,
  payload,
}: {
  written: DocumentNode;
  operation: OperationDefinitionNode;
  root: FieldNode;
  payload: string;
}): { text: string; variables: string[] } {
  if (!root.selectionSet) throw notLive();
  const fragments = written.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const used = variablesIn([root.selectionSet, ...fragments]);
  const kept = (operation.variableDefinitions ?? []).filter((definition) => used.has(definition.variable.name.value));
  const declared = [`$${KEYS_VARIABLE}: [_Any!]!`, ...kept.map(print)].join(', ');
  const entity = `{ __typename ... on ${payload} ${print(root.selectionSet)} }`;
  const query = `query ${operation.name?.value ?? ''}(${declared}) { _entities(representations: $${KEYS_VARIABLE}) ${entity} }`;
  return {
    text: [query, ...fragments.map(print)].join('\n'),
    variables: kept.map((definition) => definition.variable.name.value),
  };
}

function variablesIn(nodes: readonly ASTNode[]): Set<string> {
  const names = new Set<string>();
  const enter = (node: ASTNode) => void (node.kind === Kind.VARIABLE && names.add(node.name.value));
  for (const node of nodes) visit(node, { enter });
  return names;
}

function perStep(primary: FetchNode, rest: PlanNode | undefined, variableUsages: string[]): PlanNode {
  const { operationDocumentNode: _written, ...asPlanned } = primary;
  const fetch: FetchNode = {
    ...asPlanned,
    serviceName: EVENT_SERVICE,
    operationKind: 'query' as FetchNode['operationKind'],
    variableUsages,
  };
  return rest ? { kind: 'Sequence', nodes: [fetch, rest] } : fetch;
}
