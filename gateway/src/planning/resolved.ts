import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { namedType } from '../supergraph/definitions.ts';
import { fieldsIn, isGiven, isProvided } from './given.ts';
import type { RequiredSelection } from './plan.ts';
import type { SubgraphField, SubgraphTypes } from './subgraph-types.ts';

/** A text for one subgraph, with what it is checked against. */
export interface Written {
  readonly types: SubgraphTypes;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** What can be asked for by representations. */
export const ENTITY = '_Entity';

/** Something that is asked of objects of one type. */
export interface Place {
  readonly type: string;
  readonly set: SelectionSetNode;
  /** What the fields above bring with them (`@provides`). */
  readonly provided: readonly SelectionSetNode[];
  /** What the representation of an entity consists of; nothing inside of it and at the root. */
  readonly given: readonly RequiredSelection[];
}

/**
 * What is wrong with asking a subgraph for this: types and fields that it does not have or does not resolve, a field
 * without what it requires, two fields under one name. Undefined when it can answer.
 */
export function faultIn(written: Written, places: readonly Place[]): string | undefined {
  const asked = new Map<string, Asked[]>();
  for (const found of places.flatMap((place) => askedAt(written, place))) {
    if (typeof found === 'string') return found;
    const key = (found.node.alias ?? found.node.name).value;
    asked.set(key, [...(asked.get(key) ?? []), found]);
  }
  for (const fields of asked.values()) {
    const fault = clashIn(written, fields) ?? faultIn(written, fields.flatMap(below));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A field at its place. */
interface Asked {
  readonly place: Place;
  readonly node: FieldNode;
  readonly field: SubgraphField;
}

/** Every field that is asked of a place, those in fragments as well, or why it cannot be. */
const askedAt = (written: Written, place: Place): (Asked | string)[] =>
  place.set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return askedField(written, place, selection);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : written.fragments.get(selection.name.value);
    const inner = fragment ? narrowed(written, place, fragment) : `there is no fragment ${print(selection)}`;
    return typeof inner === 'string' ? [inner] : askedAt(written, inner);
  });

function askedField(written: Written, place: Place, node: FieldNode): (Asked | string)[] {
  if (node.name.value === '__typename') return [];
  const field = resolvedField(written, place, node.name.value);
  if (typeof field === 'string') return [field];
  const isWhole = node.selectionSet !== undefined || !written.types.has(namedType(field.type));
  return [isWhole ? { place, node, field } : `nothing is selected of ${place.type}.${node.name.value}`];
}

type Fragment = Pick<FragmentDefinitionNode, 'selectionSet'> & Partial<Pick<FragmentDefinitionNode, 'typeCondition'>>;

/** The place inside of a fragment, or why nothing can be there. */
function narrowed({ types }: Written, place: Place, { typeCondition, selectionSet }: Fragment): Place | string {
  const type = typeCondition?.name.value ?? place.type;
  const known = types.get(type);
  if (!known) return `it has no ${type}`;
  if (place.type === ENTITY && known.isObject && !known.isAskable) return `it has no ${type} by a key`;
  const above = types.get(place.type);
  if (above && ![...above.members].some((member) => known.members.has(member))) return `no ${place.type} is a ${type}`;
  return { ...place, type, set: selectionSet };
}

/** The field, or why it cannot be asked for. */
function resolvedField({ types }: Written, place: Place, name: string): SubgraphField | string {
  const { type, provided } = place;
  const known = types.get(type);
  const field = known?.fields.get(name);
  if (!known || !field) return `it has no ${type}.${name}`;
  if (provided.some((set) => fieldsIn(set).some((each) => each.name.value === name))) return field;
  if (known.isObject) return unresolved(field, place) ?? field;
  // An interface's field is asked of whatever is there.
  for (const member of known.members) {
    const own = types.get(member)?.fields.get(name);
    const fault = own ? unresolved(own, { ...place, type: member }) : `${member} has no ${name}`;
    if (fault !== undefined) return fault;
  }
  return field;
}

/** Why a field is not resolved here, where it is not provided. */
function unresolved({ name, isPassedOn, requires }: SubgraphField, place: Place): string | undefined {
  const { type, provided, given } = place;
  if (isPassedOn) return `it does not resolve ${type}.${name}`;
  if (!requires) return undefined;
  const isCovered = isGiven(requires, given) || provided.some((set) => isProvided(requires, set));
  return isCovered ? undefined : `${type}.${name} requires ${print(requires)}, which it is not given`;
}

/** Fields of one response name, of which a subgraph can answer only one. */
function clashIn({ types }: Written, [first, ...others]: readonly Asked[]): string | undefined {
  if (!first) return undefined;
  const isObject = ({ place }: Asked) => types.get(place.type)?.isObject === true;
  const clashing = others.find((other) => {
    const areApart = first.place.type !== other.place.type && isObject(first) && isObject(other);
    if (!areApart && meaningOf(first) !== meaningOf(other)) return true;
    return formOf(types, first.field.type) !== formOf(types, other.field.type);
  });
  return clashing && `${print(first.node)} and ${print(clashing.node)} have one name`;
}

const meaningOf = ({ node: { name, arguments: given = [] } }: Asked): string =>
  `${name.value}(${given.map(print).sort().join()})`;

/** What must be alike: lists, nulls, and the type of leaves. */
const formOf = (types: SubgraphTypes, type: TypeNode): string => {
  const text = print(type);
  const named = namedType(type);
  return types.has(named) ? text.replace(named, '{}') : text;
};

/** What is selected of the field's value. */
function below({ place, node: { name, selectionSet }, field }: Asked): Place[] {
  if (!selectionSet) return [];
  const inherited = place.provided.flatMap((set) =>
    set.selections.flatMap((each) =>
      each.kind === Kind.FIELD && each.name.value === name.value && each.selectionSet ? [each.selectionSet] : [],
    ),
  );
  const provided = [...inherited, ...(field.provides ? [field.provides] : [])];
  return [{ type: namedType(field.type), set: selectionSet, provided, given: [] }];
}
