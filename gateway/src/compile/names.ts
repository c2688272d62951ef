import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isIntrospectionType,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Types } from './types.ts';

/** What marks a name in the data that is another one to the client. */
const MARK = /^_as\d*_/;

/** What the client calls a field that is fetched under this name. Fields of root types are fetched under their own. */
export const clientName = (name: string): string => name.replace(MARK, '');

/**
 * An operation in which planners cannot take one field for another. Marked are aliases that are the name of a key or a
 * required field, which planners fetch beside them (`id: owner` next to the `id` of an entity), and names that stand for
 * other fields or other arguments on other types (`... on Cat { a: meow } ... on Dog { a: bark }`), which a planner may
 * try to fetch at once: the Rust one ends the process over it. `clientName` is what they were. Root fields keep theirs.
 */
export function withOwnNames(document: DocumentNode, { schema, types }: { schema: GraphQLSchema; types: Types }) {
  const meanings = meaningsIn(document);
  const markOf = (field: FieldNode): string | undefined => {
    const rank = meanings.get(responseName(field))?.indexOf(meaningOf(field)) ?? 0;
    return rank > 0 ? `_as${rank}_` : isMisleading(field, types) ? '_as_' : undefined;
  };
  if (!isAmbiguous(document, meanings, types)) return document;
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const info = new TypeInfo(schema);
  const mark = (field: FieldNode): FieldNode | undefined => {
    const parent = info.getParentType();
    if (!parent || isIntrospectionType(parent) || roots.has(parent as never)) return undefined;
    const name = markOf(field);
    return name === undefined
      ? undefined
      : { ...field, alias: { kind: Kind.NAME, value: `${name}${responseName(field)}` } };
  };
  return visit(document, visitWithTypeInfo(info, { Field: mark }));
}

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

function isAmbiguous(document: DocumentNode, meanings: Meanings, types: Types): boolean {
  let found = [...meanings.values()].some(({ length }) => length > 1);
  visit(document, {
    [Kind.FIELD](field: FieldNode) {
      found ||= isMisleading(field, types);
    },
  });
  return found;
}

const isMisleading = ({ alias, name }: FieldNode, types: Types): boolean =>
  alias !== undefined && alias.value !== name.value && (/^_|__/.test(alias.value) || types.isField(alias.value));
