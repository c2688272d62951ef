import { type DocumentNode, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** As many as belong to an operation or two: what is compiled is not read again. */
const read = new LRUCache<string, DocumentNode>({ max: 64 });

/** What a fetch of a plan asks. Read once: several look at it one after the other while an operation is compiled. */
export function fetchDocument(text: string): DocumentNode {
  let document = read.get(text);
  if (!document) {
    document = parse(text, { noLocation: true });
    read.set(text, document);
  }
  return document;
}
