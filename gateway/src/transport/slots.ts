import { TransportFault } from './faults.ts';
import type { Patience } from './patience.ts';

/** A fixed number of places, and a line in front of them that cannot grow without end. */
export interface Slots {
  /** Nothing when a place was free; otherwise resolves when one is. Fails with `crowded` at once, or `abandoned`. */
  take(signal: Patience): Promise<void> | undefined;
  /** Gives a place back. */
  release(): void;
  readonly waiting: number;
}

/** Opens `places` places with room for `line` who wait, first come first served. */
export function openSlots({ places, line }: { places: number; line: number }): Slots {
  let free = places;
  // A set keeps the order of arrival, and lets go at once of whoever stops waiting in the middle.
  const waiters = new Set<() => void>();

  function queue(signal: Patience): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiters.delete(go);
        reject(new TransportFault('abandoned', 'nobody waits for the answer any longer'));
      };
      waiters.add(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    take(signal) {
      if (free > 0) {
        free -= 1;
        return undefined;
      }
      if (waiters.size >= line) throw new TransportFault('crowded', `${line} questions wait already`);
      return queue(signal);
    },
    release() {
      const [next] = waiters;
      if (!next) {
        free += 1;
        return;
      }
      waiters.delete(next);
      next();
    },
    get waiting() {
      return waiters.size;
    },
  };
}
