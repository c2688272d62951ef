import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isIntrospectionType,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Types } from './types.ts';

/** What marks a name in the data that is another one to the client. */
const MARK = /^_as\d*(t\d+)?_/;

/** What the client calls a field that is fetched under this name. Fields of root types are fetched under their own. */
export const clientName = (name: string): string => name.replace(MARK, '');

/**
 * An operation in which planners cannot take one field for another. Marked are aliases that are the name of a key or a
 * required field, which planners fetch beside them (`id: owner` next to the `id` of an entity), names that stand for
 * other fields or other arguments on other types (`... on Cat { a: meow } ... on Dog { a: bark }`), which a planner may
 * try to fetch at once (the Rust one ends the process over it), fields that clash with the same field of another type
 * (`clashes.ts`; of an interface, those are asked for type by type), and objects of which another selected field requires
 * something: a client's non-null field that fails in them takes them away from the client, and from nobody else.
 * `clientName` is what they were. Root fields keep theirs.
 */
export function withOwnNames(document: DocumentNode, { schema, types }: { schema: GraphQLSchema; types: Types }) {
  const meanings = meaningsIn(document);
  const isMistaken = mistakenIn(document, types);
  if (!isAmbiguous(document, { meanings, types, isMistaken })) return document;
  const { clashes } = types;
  const marked = (field: FieldNode, clash: number): FieldNode => {
    const meant = meanings.get(responseName(field))?.indexOf(meaningOf(field)) ?? 0;
    const mark = `${meant > 0 ? meant : ''}${clash > 0 ? `t${clash}` : ''}`;
    if (mark === '' && !isMistaken(field)) return field;
    return { ...field, alias: { kind: Kind.NAME, value: `_as${mark}_${responseName(field)}` } };
  };
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const info = new TypeInfo(schema);
  const leave = (field: FieldNode): FieldNode | InlineFragmentNode | undefined => {
    const parent = info.getParentType();
    if (!parent || isIntrospectionType(parent) || roots.has(parent as never)) return undefined;
    const possible = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
    const ranks = new Set(possible.map((type) => clashes.rankOf(type, field.name.value)));
    const [only = 0, ...others] = ranks;
    if (others.length === 0) return marked(field, only);
    return eachOf(possible, (type) => marked(field, clashes.rankOf(type, field.name.value)));
  };
  return visit(document, visitWithTypeInfo(info, { [Kind.FIELD]: { leave } }));
}

/** A field as it is called on each type. */
const eachOf = (
  types: readonly GraphQLNamedType[],
  fieldOf: (type: GraphQLNamedType) => FieldNode,
): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: types.map((type) => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [fieldOf(type)] },
    })),
  },
});

/** By response name: everything it stands for somewhere in a document. */
type Meanings = ReadonlyMap<string, readonly string[]>;

function meaningsIn(document: DocumentNode): Meanings {
  const meanings = new Map<string, string[]>();
  visit(document, {
    [Kind.FIELD](field: FieldNode) {
      const name = responseName(field);
      const meaning = meaningOf(field);
      const known = meanings.get(name);
      if (!known) meanings.set(name, [meaning]);
      else if (!known.includes(meaning)) known.push(meaning);
    },
  });
  return meanings;
}

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const meaningOf = ({ name, arguments: given = [] }: FieldNode): string =>
  given.length === 0 ? name.value : `${name.value}(${given.map(print).sort().join()})`;

type IsMistaken = (field: FieldNode) => boolean;

/** Tells the fields that would be taken for what planners add, or would share its fate. */
function mistakenIn(document: DocumentNode, types: Types): IsMistaken {
  const names = new Set<string>();
  visit(document, { [Kind.FIELD]: ({ name }: FieldNode) => void names.add(name.value) });
  const isRequiredToo = ({ name, selectionSet }: FieldNode): boolean =>
    selectionSet !== undefined && [...types.requirersOf(name.value)].some((requirer) => names.has(requirer));
  return (field) => isMisleading(field, types) || isRequiredToo(field);
}

function isAmbiguous(
  document: DocumentNode,
  { meanings, types, isMistaken }: { meanings: Meanings; types: Types; isMistaken: IsMistaken },
): boolean {
  let found = [...meanings.values()].some(({ length }) => length > 1);
  visit(document, {
    [Kind.FIELD](field: FieldNode) {
      found ||= types.clashes.has(field.name.value) || isMistaken(field);
    },
  });
  return found;
}

const isMisleading = ({ alias, name }: FieldNode, types: Types): boolean =>
  alias !== undefined && alias.value !== name.value && (/^_|__/.test(alias.value) || types.isField(alias.value));
