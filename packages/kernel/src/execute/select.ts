import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { argumentsOf } from './arguments.ts';
import { collectFields, type Flags } from './collect.ts';
import { completeOf } from './complete.ts';
import { plainOf } from './leaf.ts';
import type { Field, Operation, Selection, SelectionOn } from './shapes.ts';

/** An operation where it is known which parts count. */
export interface Selecting {
  readonly operation: Operation;
  readonly flags: Flags;
}

/** What the operation selects on its root type. */
export const rootSelection = (selecting: Selecting, type: GraphQLObjectType): Selection =>
  selectionOf(selecting, type, [selecting.operation.definition]);

function selectionOf(
  selecting: Selecting,
  type: GraphQLObjectType,
  nodes: readonly Pick<FieldNode, 'selectionSet'>[],
): Selection {
  const sets = nodes.map(({ selectionSet }) => selectionSet);
  const collected = collectFields({ ...selecting, type }, sets);
  return {
    fields: [...collected].flatMap(([key, fieldNodes]) => fieldOf(selecting, { key, type, nodes: fieldNodes })),
  };
}

interface Place {
  readonly key: string;
  readonly type: GraphQLObjectType;
  readonly nodes: readonly FieldNode[];
}

/** A field that the type does not have is left out, as graphql-js does; validation has refused such documents before. */
function fieldOf(selecting: Selecting, { key, type: parentType, nodes }: Place): Field[] {
  const [node] = nodes;
  const declared = node && declaredField(selecting.operation, parentType, node.name.value);
  if (!declared) return [];
  const { name, type } = declared;
  return [
    {
      key,
      name,
      nodes,
      parentType,
      type,
      resolve: declared.resolve === defaultFieldResolver ? undefined : declared.resolve,
      argumentsFor: argumentsOf(declared, node),
      plain: plainOf(type),
      complete: completeOf(type, remembered(selecting, nodes)),
    },
  ];
}

/** Selections are made when an object of their type first appears: a document may name types that never do. */
function remembered(selecting: Selecting, nodes: readonly FieldNode[]): SelectionOn {
  const known = new Map<GraphQLObjectType, Selection>();
  return (type) => {
    let selection = known.get(type);
    if (!selection) {
      selection = selectionOf(selecting, type, nodes);
      known.set(type, selection);
    }
    return selection;
  };
}

function declaredField(
  { schema }: Operation,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  const isQuery = schema.getQueryType() === type;
  if (isQuery && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (isQuery && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return type.getFields()[name];
}
