import { createHash } from 'node:crypto';
import type { Logger } from '@app/kernel/log';
import { within } from '@app/kernel/patience';
import type { Redis } from 'ioredis';

/** What Redis has of some answers, and the versions they would have to be of. */
export interface Look {
  /** Each answer as text with its end, or undefined where there is none of the current versions. */
  readonly found: readonly ({ readonly text: string; readonly until: number } | undefined)[];
  /** The versions of each answer's parts now, `null` where none is known. */
  readonly versions: readonly (readonly (string | null)[])[];
}

/** An answer to look for: its key, and the version keys of what is in it. */
export interface Wanted {
  readonly key: string;
  readonly deps: readonly string[];
}

/** Answers that all gateways share. */
export interface Shared {
  /** One round trip; undefined when Redis does not answer at once. */
  look(wanted: readonly Wanted[]): Promise<Look | undefined>;
  /** Keeps answers under the versions seen before they were fetched. Nobody waits for it. */
  keep(entries: readonly Entry[]): void;
}

/** An answer to keep. */
export interface Entry extends Wanted {
  readonly text: string;
  readonly until: number;
  readonly versions: readonly (string | null)[];
}

/** Redis is a hint: asking the subgraph is never much slower than this. */
const PATIENCE_MS = 50;
const REST_MS = 1_000;
/** A larger answer costs Redis and its readers more than it saves. */
const MAX_CHARACTERS = 512 * 1024;

/** Opens the shared answers; without an answer of Redis within `patienceMs`, nothing is looked for there for a second. */
export function openShared(redis: Redis, log: Logger, patienceMs = PATIENCE_MS): Shared {
  let restUntil = 0;
  const tooLate = (): never => {
    throw new Error(`no answer within ${patienceMs} ms`);
  };
  const isThere = () => redis.status === 'ready' && Date.now() >= restUntil;
  const failed = (error: unknown) => {
    restUntil = Date.now() + REST_MS;
    log.debug({ err: error }, 'Redis did not answer for public answers; they are fetched');
    return undefined;
  };

  return {
    async look(wanted) {
      if (!isThere()) return undefined;
      const deps = [...new Set(wanted.flatMap((each) => each.deps))];
      const answer = await within(
        patienceMs,
        redis.mget([...wanted.map(({ key }) => entryKey(key)), ...deps]),
        tooLate,
      ).catch(failed);
      if (!answer) return undefined;
      const now = new Map(deps.map((dep, index) => [dep, answer[wanted.length + index] ?? null]));
      const versions = wanted.map((each) => each.deps.map((dep) => now.get(dep) ?? null));
      return { versions, found: wanted.map((_, index) => open(answer[index] ?? null, versions[index] ?? [])) };
    },
    keep(entries) {
      if (!isThere()) return;
      const pipeline = redis.pipeline();
      for (const { key, text, until, versions } of entries) {
        const left = until - Date.now();
        if (left > 0 && text.length <= MAX_CHARACTERS)
          pipeline.set(entryKey(key), `${until}|${versions.join()}|${text}`, 'PX', left);
      }
      if (pipeline.length > 0) pipeline.exec().catch(failed);
    },
  };
}

const entryKey = (key: string): string => `public:answer:${createHash('sha256').update(key).digest('base64url')}`;

/** An entry whose versions are those of now; what was kept under others is as good as gone. */
function open(entry: string | null, versions: readonly (string | null)[]): Look['found'][number] {
  if (entry === null) return undefined;
  const first = entry.indexOf('|');
  const second = entry.indexOf('|', first + 1);
  if (second < 0 || entry.slice(first + 1, second) !== versions.join()) return undefined;
  return { text: entry.slice(second + 1), until: Number(entry.slice(0, first)) };
}
