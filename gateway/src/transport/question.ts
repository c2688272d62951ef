import type { OperationTypeNode } from 'graphql';

/** A document for one subgraph. Made once and kept: transports remember by its identity what they made of it. */
export interface SubgraphDocument {
  readonly text: string;
  /** `text` as a JSON string, quotes included. */
  readonly json: string;
  readonly kind: OperationTypeNode;
}

/** Representations of one `_entities` field. */
export interface Representations {
  /** The variable that carries them. */
  readonly variable: string;
  /** Each as JSON, for the wire. */
  readonly texts: readonly string[];
  /** The same as values, for a subgraph in this process; made on demand and owned by whoever asks. */
  values(): unknown[];
}

/** What a subgraph is asked. */
export interface Question {
  readonly document: SubgraphDocument;
  /** The client's variables that the document uses. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly entities?: readonly Representations[] | undefined;
}

/** Makes a document of text. */
export const subgraphDocument = (
  text: string,
  kind: OperationTypeNode = 'query' as OperationTypeNode,
): SubgraphDocument => ({
  text,
  json: JSON.stringify(text),
  kind,
});
