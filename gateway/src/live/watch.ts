import { setTimeout as pause } from 'node:timers/promises';
import type { Compiled } from './compile.ts';
import type { Parts } from './parts.ts';
import type { openBell } from './pull.ts';
import type { Question } from './question.ts';
import type { Place, Queue } from './queue.ts';
import { isFinal, notFound } from './refusals.ts';
import type { Asker } from './resolve.ts';
import type { Session } from './sessions.ts';
import type { Steps } from './steps.ts';

/** Whom steps are told: as whom they are resolved, and what may wait for them. */
export interface Reader {
  readonly session: Session;
  readonly queue: Queue;
}

/** A subscription that is open. */
export interface Watch {
  readonly parts: Parts;
  /** Of the supergraph that is served now. */
  compiled: Compiled;
  readonly variables: Record<string, unknown>;
  /** The part of what its answers depend on that is the same for all its steps. */
  asked: string;
  readonly session: Session;
  readonly queue: Queue;
  readonly place: Place;
  readonly question: Question;
  readonly steps: Steps;
  readonly life: { readonly over: boolean };
  readonly bell: ReturnType<typeof openBell>;
}

/** What answers depend on beside the step and the rights: the selection, and the variables in it. */
export const askedOf = ({ key, asked }: Compiled, variables: Record<string, unknown>): string =>
  `${key} ${JSON.stringify(asked.map((name) => ({ [name]: variables[name] })))}`;

/** Asks as whom the watcher is now. */
export const asker = ({ parts: { port }, session }: Watch): Asker => ({
  sources: port.sources,
  viewer: session.viewer(),
  timeoutMs: port.settings.limits.LIMIT_REQUEST_MS,
});

const TRIES_MS = [100, 400, 1_600];

/** Asks again while a subgraph is away for a moment; then ends the stream, which a client takes up again with `after`. */
export async function patiently<T>({ parts, life }: Watch, work: () => Promise<T>): Promise<T> {
  for (const afterMs of TRIES_MS) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      parts.port.log.warn({ err: error }, 'a live step could not be resolved; trying again');
      if (life.over) throw notFound();
      await pause(afterMs);
    }
  }
  return work();
}
