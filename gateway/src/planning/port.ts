import type { DocumentNode } from 'graphql';
import type { Plan } from './plan.ts';

/** A valid operation without introspection fields. */
export interface Plannable {
  readonly document: DocumentNode;
  /** The document as text. */
  readonly text: string;
  readonly operationName: string | undefined;
  /** Whether parts marked `@defer` may follow later; otherwise they are planned as if they were not marked. */
  readonly defer: boolean;
}

/** Decides which subgraphs answer what. Planning is pure: the same operation has the same plan. */
export interface Planner {
  readonly name: 'hive' | 'apollo';
  /** Throws when no plan exists, which composition should have made impossible. */
  plan(operation: Plannable): Plan;
}
