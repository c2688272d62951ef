import { type DocumentNode, type FragmentDefinitionNode, Kind } from 'graphql';

/** The named fragments of a document, by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The named fragments of a document. */
export const fragmentsIn = ({ definitions }: Pick<DocumentNode, 'definitions'>): Fragments =>
  new Map(definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])));
