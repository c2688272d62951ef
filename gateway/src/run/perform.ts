import type { FetchStep, Step } from '../compile/steps.ts';
import { collect, commonPlace, placesOf } from './collect.ts';
import { fetchEntities } from './entities.ts';
import { placedAll, renamed, type SubgraphFault, thrown } from './faults.ts';
import type { ClientPath } from './holes.ts';
import { copy, merge } from './merge.ts';
import { type Fetched, pick, type State, sourceOf } from './state.ts';

/** Does what a step says; undefined when nothing had to be waited for. Never rejects: what goes wrong is in `errors`. */
export function perform(step: Step, state: State): Promise<void> | undefined {
  switch (step.kind) {
    case 'fetch':
      return arriving(step.id, state, fetchRoot(step, state));
    case 'entities':
      return arriving(step.id, state, fetchEntities(step, state));
    case 'sequence':
      return inSequence(step.steps, state);
    case 'parallel':
      return atOnce(step.steps, state);
    case 'condition': {
      const chosen = step.when(state.flags) ? step.met : step.unmet;
      return chosen && perform(chosen, state);
    }
    case 'defer':
      // Parts are run by `defer.ts`, which knows how to tell them; without it, everything is one answer.
      return inSequence(
        [step.first, ...step.parts.map((part) => part.step)].filter((each) => each !== undefined),
        state,
      );
  }
}

async function inSequence(steps: readonly Step[], state: State): Promise<void> {
  for (const step of steps) {
    const pending = perform(step, state);
    if (pending) await pending;
  }
}

function atOnce(steps: readonly Step[], state: State): Promise<void> | undefined {
  let pending: Promise<void>[] | undefined;
  for (const step of steps) {
    const started = perform(step, state);
    if (!started) continue;
    pending ??= [];
    pending.push(started);
  }
  if (!pending) return undefined;
  return pending.length === 1 ? pending[0] : Promise.all(pending).then(() => undefined);
}

/** Tells deferred parts that wait for this fetch. */
function arriving(
  id: string | undefined,
  { arrivals }: State,
  pending: Promise<void> | undefined,
): Promise<void> | undefined {
  const arrival = id === undefined ? undefined : arrivals?.get(id);
  if (!arrival) return pending;
  if (pending) return pending.then(() => arrival.resolve());
  arrival.resolve();
  return undefined;
}

async function fetchRoot(step: FetchStep, state: State): Promise<void> {
  const { engineering, context, data, errors, emptied } = state;
  try {
    const question = { document: step.document, variables: pick(step.variables, state) };
    const result = await sourceOf(engineering, step.subgraph).ask(question, context);
    if (result.data) place(step, result.data as Fetched, state);
    else emptied.push(...placesAt(step, data));
    for (const error of result.errors ?? []) errors.push(...faultAt(step, error, data));
  } catch (error) {
    errors.push(thrown(error, commonPlace(data, step.way)));
  }
}

function place({ way, rewrite }: FetchStep, answer: Fetched, { data, engineering, sharing }: State): void {
  rewrite?.(answer);
  if (way.length === 0) {
    merge(data, answer, engineering.types);
    return;
  }
  const targets: Fetched[] = [];
  collect(data, way, targets);
  const [first, ...others] = sharing.yes ? [...new Set(targets)] : targets;
  for (const target of others) merge(target, copy(answer), engineering.types);
  if (first) merge(first, answer, engineering.types);
}

function faultAt({ way, subgraph, renames }: FetchStep, fault: SubgraphFault, data: Fetched) {
  const below = renamed(fault.path ?? [], renames);
  return placedAll(
    fault,
    subgraph,
    placesAt({ way }, data).map((path) => [...path, ...below]),
  );
}

const placesAt = ({ way }: Pick<FetchStep, 'way'>, data: Fetched): readonly ClientPath[] =>
  way.length === 0 ? [[]] : [...placesOf(data, way).values()].flat();
