import type { GraphQLError } from 'graphql';
import type { ObjectShape } from '../compile/shape.ts';
import type { DeferredPart, DeferStep, Step } from '../compile/steps.ts';
import { placesOf } from './collect.ts';
import { clientPath, forClient } from './faults.ts';
import { type ClientPath, explainHoles } from './holes.ts';
import { perform } from './perform.ts';
import type { Answer } from './run.ts';
import type { Arrival, State } from './state.ts';
import { write } from './write.ts';

/** What follows a first answer: groups of parts as they become ready. Ends after the last. */
export type LaterParts = AsyncIterable<{ readonly parts: readonly LaterPart[]; readonly hasNext: boolean }>;

/** One deferred fragment of one object. */
export interface LaterPart {
  readonly path: ClientPath;
  readonly label: string | undefined;
  /** JSON text; `null` when something in it must not be null. */
  readonly data: string;
  readonly errors: readonly GraphQLError[];
}

/** Runs the first part and answers with it; the others follow as what they depend on arrives. */
export async function runDeferred(
  step: DeferStep,
  before: State,
  answerOf: (shape: ObjectShape, state: State) => Answer,
): Promise<Answer> {
  const state: State = { ...before, arrivals: arrivalsOf(step) };
  const ready = openReady();
  const start = (part: DeferredPart) => runPart(part, { state, ready, answered });
  let release = (_answer: Answer) => {};
  const answered = new Promise<Answer>((resolve) => {
    release = resolve;
  });
  const all = step.parts.map(start);
  const first = step.first && perform(step.first, state);
  if (first) await first;
  // Fetches that had nothing to ask for have arrived as well.
  if (step.first) arrive(step.first, state);
  const answer: Answer = step.shape ? answerOf(step.shape, state) : { data: '{}', errors: forClient(state.errors) };
  release(answer);
  void Promise.all(all).then(ready.end);
  return { ...answer, errors: [...answer.errors], later: ready.groups() };
}

interface Running {
  readonly state: State;
  readonly ready: Ready;
  /** Resolves when what the part is inside of has been told: nothing is told before that, or where it is null. */
  readonly answered: Promise<Answer>;
}

async function runPart(part: DeferredPart, running: Running): Promise<void> {
  const { state, ready, answered } = running;
  await Promise.all(part.depends.map((id) => state.arrivals?.get(id)?.done));
  // What goes wrong in a part is told with it.
  const own: State = { ...state, errors: [] };
  if (part.step?.kind === 'defer') return runNested(part, part.step, { ...running, state: own });
  const pending = part.step && perform(part.step, own);
  if (pending) await pending;
  if (part.step) arrive(part.step, own);
  if (part.shape) ready.tell(tell(part, part.shape, { ...own, shown: await answered }));
}

/** A part that defers parts of its own. */
async function runNested(part: DeferredPart, step: DeferStep, running: Running): Promise<void> {
  const { state, ready, answered } = running;
  let release = (_answer: Answer) => {};
  const told = new Promise<Answer>((resolve) => {
    release = resolve;
  });
  const below = step.parts.map((inner) => runPart(inner, { ...running, answered: told }));
  const first = step.first && perform(step.first, state);
  if (first) await first;
  if (step.first) arrive(step.first, state);
  const shape = part.shape ?? step.shape;
  const shown = await answered;
  if (shape) ready.tell(tell(part, shape, { ...state, shown }));
  release(shown);
  await Promise.all(below);
}

function tell(
  { way, label }: DeferredPart,
  shape: ObjectShape,
  { data, flags, errors, emptied, shown }: State & { shown: Answer },
): LaterPart[] {
  const first: unknown = shown.errors.length > 0 ? JSON.parse(shown.data) : undefined;
  const places = [...placesOf(data, way)].flatMap(([object, paths]) =>
    paths.filter((path) => first === undefined || isThere(first, clientPath(path))).map((path) => ({ object, path })),
  );
  return places.map(({ object, path }, index) => {
    const { text, holes } = write(shape, object, { flags, sharing: false });
    const known = index === 0 ? errors : [];
    const explained = holes === 0 ? [] : explainHoles(shape, { value: object, path, flags }, { errors, emptied });
    return { path: clientPath(path), label, data: text, errors: forClient([...known, ...explained]) };
  });
}

/** Whether the first answer holds something here: a null there has taken the place of all that would be below. */
const isThere = (answer: unknown, path: ClientPath): boolean =>
  path.reduce<unknown>((here, segment) => (here as Record<string, unknown> | null)?.[segment], answer) !== null;

/** Everything that somebody may wait for. */
function arrivalsOf(step: DeferStep): Map<string, Arrival> {
  const arrivals = new Map<string, Arrival>();
  for (const id of idsIn(step)) arrivals.set(id, arrival());
  return arrivals;
}

function arrival(): Arrival {
  let resolve = () => {};
  const done = new Promise<void>((arrived) => {
    resolve = arrived;
  });
  return { done, resolve };
}

function idsIn(step: Step | undefined): string[] {
  if (!step) return [];
  if (step.kind === 'fetch' || step.kind === 'entities') return step.id === undefined ? [] : [step.id];
  if (step.kind === 'condition') return [...idsIn(step.met), ...idsIn(step.unmet)];
  if (step.kind === 'defer') return [step.first, ...step.parts.map((part) => part.step)].flatMap(idsIn);
  return step.steps.flatMap(idsIn);
}

function arrive(step: Step, { arrivals }: State): void {
  for (const id of idsIn(step)) arrivals?.get(id)?.resolve();
}

interface Ready {
  tell(parts: readonly LaterPart[]): void;
  end(): void;
  groups(): LaterParts;
}

/** Parts wait here until the client takes them; those that are ready together go together. */
function openReady(): Ready {
  let waiting: LaterPart[] = [];
  let ended = false;
  let wake = () => {};
  return {
    tell(parts) {
      waiting.push(...parts);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *groups() {
      for (;;) {
        // One more turn: whatever became ready in this one goes along, and the last knows that it is.
        await new Promise((resolve) => setImmediate(resolve));
        if (waiting.length === 0 && !ended) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const parts = waiting;
        waiting = [];
        yield { parts, hasNext: !ended };
        if (ended && waiting.length === 0) return;
      }
    },
  };
}
