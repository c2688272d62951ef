import { type FieldNode, Kind, visit } from 'graphql';
import type { Operation } from './operations/operation.ts';
import type { Field, World } from './world/model.ts';

/** A shape of which a planner makes plans that cannot give the answer, whoever executes them. */
interface Exclusion {
  readonly planner: string;
  readonly name: string;
  matches(world: World, operation: Operation): boolean;
}

const EXCLUSIONS: readonly Exclusion[] = [
  {
    planner: 'apollo',
    name: 'a field that requires a field that requires another: asked for without what the inner one requires',
    matches: (world, operation) => selects(operation, chainedIn(world)),
  },
];

/** Why a case is not compared, if it is not. */
export const leftOut = (planner: string, world: World, operation: Operation): string | undefined =>
  EXCLUSIONS.find((each) => each.planner === planner && each.matches(world, operation))?.name;

function selects({ document }: Operation, names: ReadonlySet<string>): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD]({ name }: FieldNode) {
      found ||= names.has(name.value);
    },
  });
  return found;
}

const known = new WeakMap<World, ReadonlySet<string>>();

/** Names of fields that require what itself requires something. */
function chainedIn(world: World): ReadonlySet<string> {
  const names = known.get(world) ?? readChains(world);
  known.set(world, names);
  return names;
}

function readChains({ objects }: World): ReadonlySet<string> {
  const fields = [...objects.values()].flatMap((type) => [...type.fields.values()]);
  const made = new Set(fields.filter((field) => field.requires.size > 0).map((field) => field.name));
  const isChained = ({ requires }: Field) =>
    [...requires.values()].some((text) => (text.match(/\w+/g) ?? []).some((word) => made.has(word)));
  return new Set(fields.filter(isChained).map((field) => field.name));
}

/**
 * What neither planner makes a plan for. Such an operation is refused before anything is fetched: the client is told an
 * error and never a wrong answer, so there is nothing to compare.
 */
const UNPLANNABLE: readonly { readonly says: string; readonly name: string }[] = [
  ...['the Rust query planner took too long', 'the Rust query planner ended with SIGKILL'].map((says) => ({
    says,
    name: 'not compared: this machine had no time for the planner within its deadline, so the case is to be run again',
  })),
  {
    says: 'the Rust query planner ',
    name: 'no plan: a field that requires a field that requires another, where the Rust planner panics or has none',
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
    says: 'Too many options generated for',
    name: 'no plan within reason: interfaces inside of each other where a subgraph has an @interfaceObject',
  },
];

/** The known defect that made the planners throw, if it is one. */
export const unplannable = (error: unknown): string | undefined =>
  UNPLANNABLE.find(({ says }) => String(error).includes(says))?.name;
