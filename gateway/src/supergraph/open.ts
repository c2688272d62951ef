import type { Logger } from '@app/kernel/log';
import { judge } from './judge.ts';
import type { Origin } from './origin.ts';

/** The supergraph that is served now, whichever text it was opened from. */
export interface Supergraph<Version> {
  /** Whoever begins an operation with it ends with it: versions do not change, they are followed by others. */
  current(): Version;
  /** Calls after each change. Answers with a way to stop that. */
  onChange(listener: (now: Version, before: Version) => void): () => void;
  close(): void;
}

/** What a supergraph is opened with. */
export interface SupergraphParts<Version> {
  readonly origin: Origin;
  /** Makes a version of a text. Throws when it cannot be served. */
  readonly open: (supergraphSdl: string) => Version | Promise<Version>;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

/**
 * Opens the supergraph and follows its origin: a new text is loaded by @apollo/gateway, opened, and then served instead
 * of the old one. One that either refuses is logged, and the old one goes on. Rejects when the first one is refused.
 */
export async function openSupergraph<Version>(parts: SupergraphParts<Version>): Promise<Supergraph<Version>> {
  const { origin, log } = parts;
  const listeners = new Set<(now: Version, before: Version) => void>();
  let current = await versionOf(origin.first, parts);
  let waiting: string | undefined;
  let isBusy = false;
  let isClosed = false;

  async function replace(sdl: string): Promise<void> {
    try {
      const before = current;
      const now = await versionOf(sdl, parts);
      if (isClosed) return;
      current = now;
      log.info('another supergraph is served from now on');
      for (const listener of listeners) listener(now, before);
    } catch (error) {
      log.error({ err: error }, 'a new supergraph was refused; the old one goes on');
    }
  }

  /** One after the other; of those that came meanwhile only the last counts. */
  async function changed(sdl: string): Promise<void> {
    waiting = sdl;
    if (isBusy) return;
    isBusy = true;
    while (waiting !== undefined && !isClosed) {
      const next: string = waiting;
      waiting = undefined;
      await replace(next);
    }
    isBusy = false;
  }

  origin.watch((sdl) => void changed(sdl));
  return {
    current: () => current,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      isClosed = true;
      origin.close();
    },
  };
}

/** Both look at it at the same time, and both have to take it. */
async function versionOf<Version>(sdl: string, { origin, open }: SupergraphParts<Version>): Promise<Version> {
  const judged = origin.isJudged ? judge(sdl) : Promise.resolve();
  try {
    const version = await open(sdl);
    await judged;
    return version;
  } catch (error) {
    // Whichever speaks first is heard; the other must not end the process.
    judged.catch(() => {});
    throw error;
  }
}
