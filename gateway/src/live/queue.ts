import type { Step } from './steps.ts';

/** Steps that may wait for one socket or event stream, over all its subscriptions. */
export const MAX_STEPS = 256;
/** Bytes of steps that may wait for it, and bytes of answers it may leave unread. */
export const MAX_BYTES = 1024 * 1024;

/** Where the answers for one client leave. */
export interface Outlet {
  /** Makes room for an answer of this length; false when it must wait, and be made anew: it would only grow old. */
  take(bytes: number): boolean;
  /** Resolves once the client has taken most of them; undefined when it has. */
  ready(): Promise<void> | undefined;
}

/** What waits for one client. A client who reads too slowly is told so and goes: it costs the others nothing. */
export interface Queue extends Outlet {
  /** Takes a place for a subscription. */
  place(): Place;
}

/** One subscription's place in its client's queue. */
export interface Place {
  /** Takes note of the steps that wait for this subscription now. */
  holds(waiting: readonly Step[]): void;
  leave(): void;
}

/** Opens the queue of a client; `overflow` is called once, when more waits than may. */
export function openQueue({ take, ready }: Outlet, overflow: () => void): Queue {
  let steps = 0;
  let bytes = 0;
  let over = false;
  return {
    place() {
      let [ownSteps, ownBytes] = [0, 0];
      const hold = (count: number, size: number) => {
        steps += count - ownSteps;
        bytes += size - ownBytes;
        [ownSteps, ownBytes] = [count, size];
        if (over || (steps <= MAX_STEPS && bytes <= MAX_BYTES)) return;
        over = true;
        overflow();
      };
      return {
        holds: (waiting) => hold(waiting.length, bytesOf(waiting)),
        leave: () => hold(0, 0),
      };
    },
    take,
    ready,
  };
}

function bytesOf(waiting: readonly Step[]): number {
  let sum = 0;
  for (const step of waiting) sum += step.bytes;
  return sum;
}
