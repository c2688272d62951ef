import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isIntrospectionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Types } from './types.ts';

/** What marks a name in the data that is another one to the client. */
const MARK = '_as_';

/** What the client calls a field that is fetched under this name. */
export const clientName = (name: string): string => (name.startsWith(MARK) ? name.slice(MARK.length) : name);

/**
 * An operation whose aliases no planner takes for a key or a required field, which it fetches beside them: `id: owner`
 * next to the `id` of an entity. Such aliases are marked; `clientName` is what they were. Root fields keep theirs.
 */
export function withOwnNames(document: DocumentNode, { schema, types }: { schema: GraphQLSchema; types: Types }) {
  if (!hasMisleading(document, types)) return document;
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const info = new TypeInfo(schema);
  const mark = (field: FieldNode): FieldNode | undefined => {
    const parent = info.getParentType();
    if (!parent || isIntrospectionType(parent) || roots.has(parent as never) || !isMisleading(field, types))
      return undefined;
    const { alias } = field;
    return alias && { ...field, alias: { ...alias, value: `${MARK}${alias.value}` } };
  };
  return visit(document, visitWithTypeInfo(info, { Field: mark }));
}

function hasMisleading(document: DocumentNode, types: Types): boolean {
  let found = false;
  visit(document, {
    Field(field) {
      found ||= isMisleading(field, types);
    },
  });
  return found;
}

const isMisleading = ({ alias, name }: FieldNode, types: Types): boolean =>
  alias !== undefined && alias.value !== name.value && (/^_|__/.test(alias.value) || types.isField(alias.value));
