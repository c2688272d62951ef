import { createHash } from 'node:crypto';
import { publicVersionKey } from '@app/kernel/public';
import { beside } from '../../beside.ts';
import { fetchDocument } from '../../planning/fetch-documents.ts';
import type { SubgraphDocument } from '../../transport/question.ts';
import type { Piece, Terms } from './pieces.ts';
import { policyOf } from './policy.ts';
import { publicRulesOf } from './rules.ts';

/** A subgraph's document whose answers are for everybody. */
export interface PublicDocument extends Terms {
  /** Names document, subgraph and supergraph in keys. */
  readonly id: string;
  /** Version keys of the entity types in its answer. */
  readonly deps: readonly string[];
}

/** The public side of a subgraph's document; undefined when its answers must not be kept. Worked out once a document. */
export type PublicDocuments = (subgraph: string, document: SubgraphDocument) => PublicDocument | undefined;

/** Opens the memory of documents of one supergraph. */
export function publicDocuments(supergraphSdl: string): PublicDocuments {
  const rules = publicRulesOf(supergraphSdl);
  const version = digest(supergraphSdl);
  const known = beside<SubgraphDocument, PublicDocument | 'private'>();

  function read(subgraph: string, { text, kind }: SubgraphDocument): PublicDocument | 'private' {
    const policy = kind === 'query' ? policyOf(fetchDocument(text), rules) : undefined;
    if (!policy) return 'private';
    return {
      id: digest(`${version}|${subgraph}|${text}`),
      subgraph,
      maxAge: policy.maxAge,
      deps: policy.types.map((type) => publicVersionKey(subgraph, type)),
    };
  }

  return (subgraph, document) => {
    const found = known.get(document) ?? known.set(document, read(subgraph, document));
    return found === 'private' ? undefined : found;
  };
}

/** A root fetch as a piece. */
export const rootPiece = ({ id, deps }: PublicDocument, variables: object): Piece => ({
  key: `${id}|${JSON.stringify(variables)}`,
  deps: () => deps,
});

/** One entity of an entity fetch as a piece, from its representation as JSON. */
export const entityPiece = (
  { id, subgraph, deps }: PublicDocument,
  variables: string,
  representation: string,
): Piece => {
  return {
    key: `${id}|${variables}|${representation}`,
    deps() {
      const { __typename: typename, id: ownId } = JSON.parse(representation) as { __typename: string; id?: string };
      const own = publicVersionKey(subgraph, typename, ownId);
      return deps.includes(own) ? deps : [own, ...deps];
    },
  };
};

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
