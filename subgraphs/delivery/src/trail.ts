import type { Logger } from '@app/kernel/log';
import { anonymous } from '@app/kernel/viewer';
import { transact } from '@app/kernel/work';
import type { Db } from './db.ts';
import { isOnTrail, type TrailPoint } from './domain/trail.ts';
import { deleteOldTrail, writeCouriers, writeTrail } from './write-trail.ts';

/** How often a process writes down what its couriers have reported: what a crash loses at most, in milliseconds. */
export const WRITE_EVERY_MS = 5_000;
/** How often what has become too old is looked for. */
const TIDY_EVERY_MS = 3_600_000;
/** More than this waits only while PostgreSQL is away for long; then the oldest go. */
const MAX_WAITING = 20_000;
/** Couriers whose last place on the trail is remembered, so that the next one can be thinned. */
const MAX_KNOWN = 50_000;

/** Writes down where couriers are and have been (D2), in batches: reports themselves do without PostgreSQL. */
export interface Trail {
  /** Takes note of a report, in memory. */
  note(courierId: string, seen: TrailPoint): void;
  /** Writes what was noted: one statement for the last places and one for the trail, for however many couriers. */
  write(): Promise<void>;
  /** Writes every few seconds from now on; answers with how to write the rest and end. */
  start(): () => Promise<void>;
}

/** Opens the trail of this process. Points older than `keepDays` are deleted. */
export function openTrail(db: Db, log: Logger, keepDays: number): Trail {
  const newest = new Map<string, TrailPoint>();
  const kept = new Map<string, TrailPoint>();
  let waiting: { courierId: string; point: TrailPoint }[] = [];
  let writing: Promise<void> = Promise.resolve();

  function keep(courierId: string, point: TrailPoint): void {
    if (!isOnTrail(kept.get(courierId), point)) return;
    // Whoever reported last is at the end: those at the start have gone home.
    kept.delete(courierId);
    kept.set(courierId, point);
    if (kept.size > MAX_KNOWN) kept.delete(String(kept.keys().next().value));
    waiting.push({ courierId, point });
    if (waiting.length > MAX_WAITING) waiting = waiting.slice(-MAX_WAITING);
  }

  function note(courierId: string, seen: TrailPoint): void {
    const known = newest.get(courierId);
    if (!known || known.at < seen.at) newest.set(courierId, seen);
    keep(courierId, seen);
  }

  async function writeNow(): Promise<void> {
    if (newest.size === 0 && waiting.length === 0) return;
    const [seen, points] = [[...newest], waiting];
    newest.clear();
    waiting = [];
    try {
      await transact({ db, viewer: anonymous('delivery') }, async ({ tx }) => {
        if (seen.length > 0) await writeCouriers(tx, seen);
        if (points.length > 0) await writeTrail(tx, points);
      });
    } catch (error) {
      log.warn({ err: error, couriers: seen.length }, 'positions could not be written down; trying again');
      waiting = [...points, ...waiting].slice(-MAX_WAITING);
      for (const [courierId, point] of seen) if (!newest.has(courierId)) newest.set(courierId, point);
    }
  }

  const write = (): Promise<void> => {
    writing = writing.then(writeNow);
    return writing;
  };
  const tidy = () =>
    deleteOldTrail(db, keepDays).catch((error: unknown) => log.warn({ err: error }, 'the old trail stays for now'));

  return {
    note,
    write,
    start() {
      const timers = [setInterval(() => void write(), WRITE_EVERY_MS), setInterval(() => void tidy(), TIDY_EVERY_MS)];
      return async () => {
        for (const timer of timers) clearInterval(timer);
        await write();
      };
    },
  };
}
