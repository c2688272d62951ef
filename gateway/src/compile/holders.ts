import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Path, PathSegment } from '../planning/plan.ts';
import { type Deciding, fieldsIn } from './narrowed.ts';
import type { Types } from './types.ts';

/** What plans are narrowed with. */
export interface Selecting extends Deciding {
  readonly types: Types;
  readonly operation: OperationDefinitionNode;
  /** Names of fields by which the plan asks for entities somewhere: those of keys, and what other fields require. */
  readonly needed: ReadonlySet<string>;
}

/** Objects at the end of a path, and what the client selects of them. */
export interface Held {
  readonly path: Path;
  readonly sets: readonly SelectionSetNode[];
}

/** Held, on the way there. */
interface Holding extends Held {
  readonly type: GraphQLCompositeType;
  /** Names of the types that the path keeps to; undefined when it keeps to none. */
  readonly among: ReadonlySet<string> | undefined;
}

/** Where a path leads to. */
export interface Leading {
  /** Empty where only the planner selects. */
  readonly held: readonly Held[];
  /** Whether the path itself leads to more: to objects of which the client selects nothing, and the planner needs something. */
  readonly isMore: boolean;
}

/**
 * A path, once for each selection that it leads to: what is selected of an object may depend on the types of those that
 * hold it (`... on Film { maker { name } } ... on Book { maker { phone } }`).
 */
export function heldAt(selecting: Selecting, path: Path): Leading {
  const root = selecting.schema.getRootType(selecting.operation.operation);
  let isMore = false;
  let held: readonly Holding[] = root
    ? [{ path: [], sets: [selecting.operation.selectionSet], type: root, among: undefined }]
    : [];
  for (const segment of path) {
    if (segment.kind === 'field') {
      const { name } = segment;
      isMore ||= selecting.needed.has(name) && held.some((each) => !isSelectedOfAll(selecting, each, name));
    }
    held = held.flatMap((each) => follow(selecting, each, segment));
  }
  return { held, isMore };
}

function follow(selecting: Selecting, holding: Holding, segment: PathSegment): readonly Holding[] {
  const path = [...holding.path, segment];
  if (segment.kind === 'list') return [{ ...holding, path }];
  if (segment.kind === 'types') {
    const names = segment.types.flatMap((name) => (segment.isExact ? name : [...selecting.types.namesOf(name)]));
    return [{ ...holding, path, among: new Set(names) }];
  }
  const isForAll = isSelectedOfAll(selecting, holding, segment.name);
  const ways = waysInto(selecting, holding, segment.name);
  return ways.map(({ names, sets, type }) => {
    const ofTypes: PathSegment = { kind: 'types', types: names, isExact: true };
    const own = ways.length > 1 || !isForAll ? [...holding.path, ofTypes, segment] : path;
    return { path: own, sets, type, among: undefined };
  });
}

const isSelectedOfAll = (selecting: Selecting, holding: Holding, name: string): boolean =>
  holdersOf(selecting, holding).every(([, holder]) => selected(selecting, holding, { name, holder }).length > 0);

const selected = (
  selecting: Selecting,
  { sets }: Holding,
  { name, holder }: { readonly name: string; readonly holder: GraphQLObjectType | undefined },
): FieldNode[] => fieldsIn(selecting, sets, holder).filter((each) => responseName(each) === name);

/** A field of some types, with all that is selected of it there. */
interface Into {
  readonly names: string[];
  readonly sets: readonly SelectionSetNode[];
  readonly type: GraphQLCompositeType;
}

/** The types for which a name leads to the same selections are one way. */
function waysInto(selecting: Selecting, holding: Holding, name: string): readonly Into[] {
  const ways = new Map<string, Into>();
  const numbers = new Map<FieldNode, number>();
  const numberOf = (field: FieldNode) => numbers.get(field) ?? (numbers.set(field, numbers.size), numbers.size - 1);
  for (const [typeName, holder] of holdersOf(selecting, holding)) {
    const fields = selected(selecting, holding, { name, holder });
    const type = fields[0] && typeOf(selecting, holder ?? holding.type, fields[0]);
    if (!type) continue;
    const key = [type.name, ...fields.map(numberOf)].join();
    const known = ways.get(key);
    if (known) known.names.push(typeName);
    else ways.set(key, { names: [typeName], sets: fields.flatMap(({ selectionSet }) => selectionSet ?? []), type });
  }
  return [...ways.values()];
}

/** What an object can be here; without a type where it may be one whose own type nobody told: of that, all is selected. */
function holdersOf({ schema, types }: Selecting, { type, among }: Holding): [string, GraphQLObjectType | undefined][] {
  if (isObjectType(type)) return [[type.name, type]];
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const own = possible.filter(({ name }) => among?.has(name) !== false);
  const untold: [string, undefined][] = types.hasInterfaceObjects ? [[type.name, undefined]] : [];
  return [...own.map((each): [string, GraphQLObjectType] => [each.name, each]), ...untold];
}

function typeOf({ schema }: Selecting, holder: GraphQLCompositeType, { name }: FieldNode) {
  const owner = isObjectType(holder)
    ? holder
    : isAbstractType(holder)
      ? schema.getPossibleTypes(holder).find((each) => each.getFields()[name.value])
      : undefined;
  const type = getNamedType(owner?.getFields()[name.value]?.type);
  return isCompositeType(type) ? type : undefined;
}

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value;
