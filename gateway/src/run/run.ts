import type { GraphQLError } from 'graphql';
import type { Flags } from '../compile/conditions.ts';
import type { CompiledOperation } from '../compile/operation.ts';
import type { ObjectShape } from '../compile/shape.ts';
import type { DeferStep, Step } from '../compile/steps.ts';
import type { RequestContext } from '../transport/source.ts';
import { type LaterParts, runDeferred } from './defer.ts';
import { forClient } from './faults.ts';
import { explainHoles } from './holes.ts';
import { perform } from './perform.ts';
import type { Engineering, Fetched, State } from './state.ts';
import { ofAsked } from './unasked.ts';
import { write } from './write.ts';

/** What an operation is run with. */
export interface Run {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** What is there already: the event of a subscription, by the field's response name. */
  readonly data?: Fetched | undefined;
  /** Errors of that event. */
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** The answer to an operation. */
export interface Answer {
  /** JSON text of `data`. */
  readonly data: string;
  readonly errors: readonly GraphQLError[];
  /** Parts that follow, when the operation defers some. */
  readonly later?: LaterParts | undefined;
}

/** Runs a compiled operation: fetches, joins and writes. Never rejects: what goes wrong is in `errors`. */
export async function run(engineering: Engineering, operation: CompiledOperation, asked: Run): Promise<Answer> {
  const state = begin(engineering, operation, asked);
  const deferred = deferredIn(operation.step, state.flags);
  if (deferred) return runDeferred(deferred, state, answerOf);
  const pending = operation.step && perform(operation.step, state);
  if (pending) await pending;
  return answerOf(operation.shape, state);
}

function begin(
  engineering: Engineering,
  { defaults, introspection }: CompiledOperation,
  { variables, context, data, errors = [] }: Run,
): State {
  return {
    engineering,
    context,
    variables,
    flags: defaults ? { ...defaults, ...variables } : variables,
    data: { ...data, ...introspection?.(variables) },
    errors: [...errors],
    emptied: [],
    sharing: { yes: false },
    arrivals: undefined,
  };
}

/** The deferring plan that the variables choose, if they choose one. */
function deferredIn(step: Step | undefined, flags: Flags): DeferStep | undefined {
  if (step?.kind === 'condition') return deferredIn(step.when(flags) ? step.met : step.unmet, flags);
  return step?.kind === 'defer' ? step : undefined;
}

function answerOf(shape: ObjectShape, { data, flags, errors: all, emptied, sharing }: State): Answer {
  const { text, holes } = write(shape, data, { flags, sharing: sharing.yes });
  const errors = all.length > 0 ? ofAsked(all, shape, { value: data, flags }) : all;
  if (holes === 0) return { data: text, errors: forClient(errors) };
  const explained = explainHoles(shape, { value: data, path: [], flags }, { errors: all, emptied });
  return { data: text, errors: forClient([...errors, ...explained]) };
}
