import { type FieldNode, Kind, visit } from 'graphql';
import type { Operation } from './operations/operation.ts';
import type { Field, World } from './world/model.ts';

/**
 * Why a case is not compared, if it is not: its operation selects a field that requires a field that itself requires
 * another. Apollo's planner may ask for the field in the middle without what that one requires, so that no execution of
 * the plan can give the answer. The conformance suite has a row of it.
 */
export function chained(world: World, { document }: Operation): string | undefined {
  const names = chainedIn(world);
  let found = false;
  visit(document, {
    [Kind.FIELD]({ name }: FieldNode) {
      found ||= names.has(name.value);
    },
  });
  return found
    ? 'a field that requires a field that requires another: planned without what the inner one requires'
    : undefined;
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
  {
    says: 'the Rust query planner ended with',
    name: 'no plan: a field that requires a field that requires another, where the Rust planner panics',
  },
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
