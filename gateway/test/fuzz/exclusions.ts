/**
 * What no planner makes a plan for that can be carried out. Such an operation is refused before anything is fetched: the client is told an
 * error and never a wrong answer, so there is nothing to compare.
 */
const UNPLANNABLE: readonly { readonly says: string; readonly name: string }[] = [
  ...['the Rust query planner took too long', 'the Rust query planner ended with SIGKILL'].map((says) => ({
    says,
    name: 'not compared: this machine had no time for the planner within its deadline, so the case is to be run again',
  })),
  ...['Apollo’s query planner took too long', 'Apollo’s query planner ended with'].map((says) => ({
    says,
    name: 'no plan: Apollo’s planner does not come to an end, or to that of its memory',
  })),
  { says: 'there is no event', name: 'no event: what is followed is null, fails, or is not known to its owner' },
  {
    says: 'the plan is refused: ',
    name: 'no plan: it would ask a subgraph for what that one does not resolve',
  },
  {
    says: 'the Rust query planner ',
    name: 'no plan: Apollo’s would ask a subgraph for what that one does not resolve, and the Rust planner panics or has none',
  },
  {
    says: 'adding it as parent would create a cycle',
    name: 'no plan: Apollo’s planner meets a cycle among what fields require of each other',
  },
  {
    says: 'We should have an edge from',
    name: 'no plan: a fragment on another abstract type where a subgraph has an @interfaceObject',
  },
  {
    says: 'Failed to plan query: walker failed to locate path',
    name: 'no plan: a member of an interface inside of another where a subgraph has an @interfaceObject',
  },
  {
    says: 'Was not able to find any options for',
    name: 'no plan: Apollo’s planner loses its way to a field that there is one to',
  },
  {
    says: 'Too many options generated for',
    name: 'no plan within reason: interfaces inside of each other where a subgraph has an @interfaceObject',
  },
];

/** The known defect that made the planners throw, if it is one. */
export const unplannable = (error: unknown): string | undefined =>
  UNPLANNABLE.find(({ says }) => String(error).includes(says))?.name;
