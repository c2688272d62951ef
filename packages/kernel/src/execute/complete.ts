import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
} from 'graphql';
import { completeAbstract } from './abstract.ts';
import { completeLeaf } from './leaf.ts';
import { completeList } from './list.ts';
import { completeObject } from './object.ts';
import type { Complete, SelectionOn } from './shapes.ts';

/** How values of a type are completed, where `selectionOn` tells what is selected on each object type. */
export function completeOf(type: GraphQLOutputType, selectionOn: SelectionOn): Complete {
  if (type instanceof GraphQLNonNull) return notNull(completeOf(type.ofType as GraphQLOutputType, selectionOn));
  const complete = whenThere(type, selectionOn);
  return (call, path, value) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return complete(call, path, value);
  };
}

function whenThere(type: GraphQLOutputType, selectionOn: SelectionOn): Complete {
  if (type instanceof GraphQLList) {
    const itemType = type.ofType as GraphQLOutputType;
    return completeList(itemType, completeOf(itemType, selectionOn));
  }
  if (type instanceof GraphQLObjectType) return completeObject(type, selectionOn);
  if (isAbstractType(type)) return completeAbstract(type, selectionOn);
  if (isLeafType(type)) return completeLeaf(type);
  throw new Error(`A field cannot be of type ${String(type)}.`);
}

const notNull =
  (complete: Complete): Complete =>
  (call, path, value) => {
    const completed = complete(call, path, value);
    if (completed !== null) return completed;
    const { parentType, name } = call.field;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
  };
