/**
 * What neither planner makes a plan for. Such an operation is refused before anything is fetched: the client is told an
 * error and never a wrong answer, so there is nothing to compare.
 */
const UNPLANNABLE: readonly { readonly says: string; readonly name: string }[] = [
  {
    says: 'We should have an edge from',
    name: 'no plan: a fragment on another abstract type where a subgraph has an @interfaceObject',
  },
  {
    says: 'Too many options generated for',
    name: 'no plan within reason: interfaces inside of each other where a subgraph has an @interfaceObject',
  },
];

/** The known defect that made the planners throw, if it is one. */
export const unplannable = (error: unknown): string | undefined =>
  UNPLANNABLE.find(({ says }) => error instanceof Error && error.message.startsWith(says))?.name;
