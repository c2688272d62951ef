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
  /** It only says that something has moved since the step before. */
  readonly fleeting?: true;
}

/** LOCATION steps have no number of their own: only the newest matters, under the number of the step before. */
export const isFleeting = ({ sequence, kind }: StepKeys): boolean => sequence === 0 && kind === 'LOCATION';

/** What to do next: tell a step, ask the owning subgraph (after a pause), give up on a gap nobody can fill, or wait. */
export type Next =
  | { readonly kind: 'tell'; readonly step: Step }
  | { readonly kind: 'ask'; readonly afterMs: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'wait' };

/** What one watcher has been told, and what is still to be told, in order. Plain values: there are tens of thousands of these. */
export interface Steps {
  /** The number of the last step told; undefined before the first answer and where steps carry no numbers. */
  last: number | undefined;
  /** What the owning subgraph has answered and is still to be told. */
  backlog: readonly Step[];
  /** Announced steps that are still to be told. */
  waiting: readonly Step[];
  /** Whether the owning subgraph is to be asked: nothing was yet, or something may have been missed. */
  mustAsk: boolean;
  /** How often it was asked for the gap that is open now. */
  gapAsks: number;
  /** Entities that were told, where each is told once. */
  readonly told: Set<string> | undefined;
}

/** How steps follow each other. No I/O and no clock in it. */
export interface Rules {
  /** A step came over the channel. */
  announced(steps: Steps, step: Step): void;
  /** The owning subgraph has answered what to send first, or what came since; `more` when that is not all of it. */
  answered(steps: Steps, answer: readonly Step[], more: boolean): void;
  next(steps: Steps): Next;
}

/** No steps: one list for all who have none. */
export const NONE: readonly Step[] = [];
/** What comes after the first. */
export const rest = (list: readonly Step[]): readonly Step[] => (list.length > 1 ? list.slice(1) : NONE);

/** Nothing told yet; `after` is the number of the step to go on after. */
export const openSteps = (order: Order, after: number | undefined): Steps => ({
  last: after,
  backlog: NONE,
  waiting: NONE,
  mustAsk: true,
  gapAsks: 0,
  told: order === 'once' ? new Set() : undefined,
});

/** Nothing to do. */
export const WAIT: Next = { kind: 'wait' };
/** Ask at once. */
export const ASK: Next = { kind: 'ask', afterMs: 0 };
