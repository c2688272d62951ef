import type { DocumentNode } from 'graphql';
import { beside } from '../beside.ts';
import type { CompiledOperation } from '../compile/operation.ts';
import type { Engine } from '../engine.ts';

/** The compiled form of an operation, made once as long as its document is kept (`admission/documents.ts` bounds these). */
export type Compiled = (document: DocumentNode, operationName?: string | null, defer?: boolean) => CompiledOperation;

/** Opens the memory of compiled operations. */
export function rememberCompiled(engine: Pick<Engine, 'compile'>): Compiled {
  const known = beside<DocumentNode, Map<string, CompiledOperation>>();
  return (document, operationName, defer = false) => {
    const ofDocument = known.get(document) ?? known.set(document, new Map());
    const key = `${defer ? '@' : ''}${operationName ?? ''}`;
    let compiled = ofDocument.get(key);
    if (!compiled) {
      compiled = engine.compile(document, operationName, { defer });
      ofDocument.set(key, compiled);
    }
    return compiled;
  };
}
