import type { EventType } from '@app/schema/events';
import { ok, type Result, refuse } from './result.ts';

/** One row of a lifecycle table: who may take which states where, and the fact it publishes. */
export interface Move {
  readonly from: readonly string[];
  readonly to: string;
  readonly by: readonly string[];
  readonly emits: EventType;
}

type Moves = Readonly<Record<string, Move>>;
type StateIn<M extends Moves> = M[keyof M]['from'][number] | M[keyof M]['to'];
type ActorIn<M extends Moves> = M[keyof M]['by'][number];

/** Turns a table of moves into questions one can ask of it. Pure: it holds no state of its own. */
export function lifecycle<const M extends Moves>(table: {
  readonly entity: string;
  readonly initial: StateIn<M>;
  readonly moves: M;
}) {
  const names = Object.keys(table.moves) as (keyof M & string)[];

  /** The row to follow, or why this actor may not follow it from here. */
  function check<Name extends keyof M & string>(
    name: Name,
    state: StateIn<M>,
    actor: ActorIn<M>,
  ): Result<M[Name], 'MOVE_NOT_ALLOWED'> {
    const move = table.moves[name] as M[Name];
    if (!move.from.includes(state)) {
      return refuse('MOVE_NOT_ALLOWED', `${table.entity} is ${state}; ${name} needs ${move.from.join(' or ')}.`);
    }
    if (!move.by.includes(actor)) {
      return refuse('MOVE_NOT_ALLOWED', `${name} is for ${move.by.join(' or ')}, not ${actor}.`);
    }
    return ok(move);
  }

  return {
    ...table,
    names,
    check,
    /** What this actor may do now. */
    available: (state: StateIn<M>, actor: ActorIn<M>) => names.filter((name) => check(name, state, actor).ok),
  };
}

/** The states of a lifecycle. */
export type StateOf<L extends { moves: Moves }> = StateIn<L['moves']>;
/** Who may act in a lifecycle. */
export type ActorOf<L extends { moves: Moves }> = ActorIn<L['moves']>;
/** The names of a lifecycle's moves. */
export type MoveOf<L extends { moves: Moves }> = keyof L['moves'] & string;

/** The states a table mentions, which of them cannot be reached, and which cannot be left. */
export function survey(table: { readonly initial: string; readonly moves: Moves }) {
  const moves = Object.values(table.moves);
  const states = [...new Set([table.initial, ...moves.flatMap((move) => [...move.from, move.to])])];
  const reached = new Set([table.initial]);
  // One pass per state is enough: the longest path visits each state once.
  for (const _ of states) {
    for (const move of moves) {
      if (move.from.some((state) => reached.has(state))) reached.add(move.to);
    }
  }
  return {
    states,
    unreachable: states.filter((state) => !reached.has(state)),
    final: states.filter((state) => !moves.some((move) => move.from.includes(state))),
  };
}
