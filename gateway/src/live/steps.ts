import type { Order } from './topics.ts';

/** The keys of a step's entity, as announced by its domain. */
export interface StepKeys {
  readonly __typename: string;
  readonly [key: string]: string | number;
}

/** A step on its way to one watcher. Watchers of the same stamp and keys share one execution. */
export interface Step {
  readonly keys: StepKeys;
  readonly stamp: string;
  /** What it takes while it waits; 0 for what the owning subgraph keeps anyway. */
  readonly bytes: number;
}

/** LOCATION steps have no number of their own: only the newest matters, under the number of the step before. */
export const isFleeting = ({ sequence, kind }: StepKeys): boolean => sequence === 0 && kind === 'LOCATION';

/** What to do next: tell a step, ask the owning subgraph (after a pause), give up on a gap nobody can fill, or wait. */
export type Next =
  | { readonly kind: 'tell'; readonly step: Step }
  | { readonly kind: 'ask'; readonly afterMs: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'wait' };

/** What one watcher has been told, and what is still to be told, in order. No I/O and no clock in it. */
export interface Steps {
  /** A step came over the channel. */
  announced(step: Step): void;
  /** The owning subgraph has answered what to send first, or what came since. */
  answered(steps: readonly Step[]): void;
  /** Something may have been missed: ask again. */
  ask(): void;
  next(): Next;
  /** Announced steps that are still to be told. */
  waiting(): readonly Step[];
  /** The number of the last step told; undefined before the first answer and where steps carry no numbers. */
  last(): number | undefined;
}

const WAIT: Next = { kind: 'wait' };
const ASK: Next = { kind: 'ask', afterMs: 0 };

/** Entities without numbers: each told once, or told again whenever it changed. */
export function plainSteps(order: Exclude<Order, 'sequenced'>): Steps {
  const told = new Set<string>();
  let backlog: Step[] = [];
  let waiting: Step[] = [];
  let mustAsk = true;
  const isNews = (step: Step) => order === 'state' || !told.has(identity(step));

  return {
    announced(step) {
      // A step resolves to the entity as it is then, so one that still waits says the same.
      waiting = [...waiting.filter((other) => identity(other) !== identity(step)), step].filter(isNews);
    },
    answered(steps) {
      mustAsk = false;
      backlog = steps.filter(isNews);
      const covered = new Set(backlog.map(identity));
      waiting = waiting.filter((step) => !covered.has(identity(step)));
    },
    ask() {
      mustAsk = true;
    },
    next() {
      const ready = backlog.shift() ?? (mustAsk ? undefined : waiting.shift());
      if (!ready) return mustAsk ? ASK : WAIT;
      told.add(identity(ready));
      return { kind: 'tell', step: ready };
    },
    waiting: () => waiting,
    last: () => undefined,
  };
}

const identity = ({ keys }: Step): string => JSON.stringify(Object.entries(keys).sort());
