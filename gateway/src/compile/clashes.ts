import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/**
 * Fields that cannot be asked for at once under one name, because they answer something else on types that may stand in
 * the same place (`size: Int` of a book, `size: String` of a film; `name: String` and `name: String!` of one interface).
 */
export interface Clashes {
  /** Whether some type's field of this name clashes with another's. */
  has(field: string): boolean;
  /** Which of the clashing answers the field of this type has; 0 where it needs no other name. */
  rankOf(type: GraphQLNamedType, field: string): number;
}

/**
 * Finds clashes that planners may cause: by fields of an interface, which they ask for type by type, and by fields that
 * they add themselves, those of keys and requirements (`added`).
 */
export function clashesIn(supergraph: GraphQLSchema, added: ReadonlySet<string>): Clashes {
  const abstracts = Object.values(supergraph.getTypeMap()).filter(isAbstractType);
  const clashing = new Map<string, Set<string>>();
  for (const abstract of abstracts) {
    const declared = isInterfaceType(abstract) ? Object.keys(abstract.getFields()) : [];
    for (const name of new Set([...declared, ...added])) {
      const answers = answersOf(supergraph.getPossibleTypes(abstract), name);
      if (answers.size < 2) continue;
      clashing.set(name, new Set([...(clashing.get(name) ?? []), ...answers]));
    }
  }
  const ranks = new Map([...clashing].map(([name, answers]) => [name, [...answers].sort()]));
  return {
    has: (field) => ranks.has(field),
    rankOf(type, field) {
      const answer = isObjectType(type) ? answerOf(type.getFields()[field]?.type) : undefined;
      const index = answer === undefined ? -1 : (ranks.get(field)?.indexOf(answer) ?? -1);
      // What planners add they add under the field's name, which nothing else may have then.
      return added.has(field) ? index + 1 : Math.max(index, 0);
    },
  };
}

const answersOf = (types: readonly GraphQLNamedType[], field: string): ReadonlySet<string> =>
  new Set(types.flatMap((type) => (isObjectType(type) ? (answerOf(type.getFields()[field]?.type) ?? []) : [])));

/** What GraphQL compares to tell whether two fields may share a name. */
const answerOf = (type: GraphQLOutputType | undefined): string | undefined =>
  type && (isCompositeType(getNamedType(type)) ? `${type}`.replace(/\w+/, '{}') : `${type}`);
