import type { DocumentNode } from 'graphql';
import type { CompiledOperation } from '../compile/operation.ts';
import type { Engine } from '../engine.ts';

/** The compiled form of an operation, made once as long as its document is kept (`admission/documents.ts` bounds these). */
export type Compiled = (document: DocumentNode, operationName?: string | null, defer?: boolean) => CompiledOperation;

/** Opens the memory of compiled operations. */
export function rememberCompiled(engine: Pick<Engine, 'compile'>): Compiled {
  const known = new WeakMap<DocumentNode, Map<string, CompiledOperation>>();
  return (document, operationName, defer = false) => {
    let ofDocument = known.get(document);
    if (!ofDocument) {
      ofDocument = new Map();
      known.set(document, ofDocument);
    }
    const key = `${defer ? '@' : ''}${operationName ?? ''}`;
    let compiled = ofDocument.get(key);
    if (!compiled) {
      compiled = engine.compile(document, operationName, { defer });
      ofDocument.set(key, compiled);
    }
    return compiled;
  };
}
