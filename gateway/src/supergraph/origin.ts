import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ConfigurationRefused } from '@app/kernel/env';
import type { Logger } from '@app/kernel/log';

/** Where the supergraph's text comes from. */
export interface Origin {
  /** The text to start with. */
  readonly first: string;
  /** Whether @apollo/gateway is to load each text before it is served. */
  readonly isJudged: boolean;
  /** Calls with the text each time there is another one. */
  watch(changed: (sdl: string) => void): void;
  close(): void;
}

/** A text that stays as it is, and that was judged where it was made: starting with it costs nothing. */
export const fixedOrigin = (sdl: string): Origin => ({
  first: sdl,
  isJudged: false,
  watch: () => {},
  close: () => {},
});

/** How often a file is looked at. Looking works where notifications do not: mounted volumes, replaced links. */
const LOOK_MS = 1_000;

/** A file, read again whenever it changes. Throws ConfigurationRefused when it cannot be read at first. */
export async function fileOrigin(
  path: string,
  { log, lookMs = LOOK_MS }: { log: Pick<Logger, 'error'>; lookMs?: number },
): Promise<Origin> {
  const first = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ConfigurationRefused(`SUPERGRAPH_FILE cannot be read: ${error.message}`);
  });
  let known = first;
  let stop = () => {};
  return {
    first,
    isJudged: true,
    watch(changed) {
      const look = async () => {
        try {
          const text = await readFile(path, 'utf8');
          if (text === known) return;
          known = text;
          changed(text);
        } catch (error) {
          log.error({ err: error, path }, 'the supergraph file cannot be read; the supergraph stays as it was');
        }
      };
      const listener = () => void look();
      watchFile(path, { interval: lookMs, persistent: false }, listener);
      stop = () => unwatchFile(path, listener);
      // It may have changed between reading and watching.
      listener();
    },
    close: () => stop(),
  };
}
