import { setTimeout as pause } from 'node:timers/promises';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Listener } from './channels.ts';
import type { Compiled } from './compile.ts';
import type { Parts } from './parts.ts';
import type { Question } from './question.ts';
import type { Place, Queue } from './queue.ts';
import { isFinal, notFound } from './refusals.ts';
import type { Asker } from './resolve.ts';
import type { Session } from './sessions.ts';
import type { Rules, Steps } from './steps.ts';
import type { Written } from './written.ts';

/** Where a subscription's answers go. The next one is resolved when the client has taken the last one. */
export interface Sink {
  /** Makes room for an answer of this length; false when it must wait, and be made anew: it would only grow old. */
  take(bytes: number): boolean;
  /** Resolves once the client has taken most of what it was sent; undefined when it has. */
  ready(): Promise<void> | undefined;
  /** Sends an answer. */
  next(written: Written): Promise<void> | void;
  /** Called once, unless the client has left: the subscription is over by itself, for this reason. */
  ended(error: unknown): void;
}

/** Whom steps are told: as whom they are resolved, what may wait for them, and where they go. */
export interface Reader {
  readonly session: Session;
  readonly queue: Queue;
  readonly sink: Sink;
}

/** A subscription that is open. There are tens of thousands of these: while it waits, it is this object and nothing more. */
export interface Watch extends Reader, Listener {
  readonly parts: Parts;
  /** Of the supergraph that is served now. */
  compiled: Compiled;
  readonly variables: Record<string, unknown>;
  /** The part of what its answers depend on that is the same for all its steps. */
  asked: string;
  readonly place: Place;
  readonly question: Question;
  readonly topic: string;
  readonly rules: Rules;
  readonly steps: Steps;
  /** Whether it is being told something now; then it looks for more by itself. */
  busy: boolean;
  over: boolean;
}

/** What answers depend on beside the step and the rights: the selection, and the variables in it. */
export const askedOf = ({ key, asked }: Compiled, variables: Record<string, unknown>): string =>
  asked.length === 0 ? key : `${key} ${JSON.stringify(asked.map((name) => ({ [name]: variables[name] })))}`;

/** Asks as whom the watcher is now. */
export const asker = ({ parts: { port }, session }: Watch): Asker => ({
  sources: port.sources,
  viewer: session.viewer,
  timeoutMs: port.settings.limits.LIMIT_REQUEST_MS,
});

const TRIES_MS = [100, 400, 1_600];

/** Asks again while a subgraph is away for a moment; then ends the stream, which a client takes up again with `after`. */
export async function patiently<T>(watch: Watch, work: () => Promise<T>): Promise<T> {
  for (const afterMs of TRIES_MS) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      watch.parts.port.log.warn({ err: error }, 'a live step could not be resolved; trying again');
      if (watch.over) throw notFound();
      await pause(afterMs);
    }
  }
  return work();
}

/** What a client is told of why something ended. */
export const presented = ({ port }: Parts, errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] =>
  errors.map((error) => port.present(error));
