import type { Step } from './steps.ts';

/** Steps that may wait for one socket or event stream, over all its subscriptions. */
export const MAX_STEPS = 256;
/** Bytes of steps that may wait for it, and bytes of answers it may leave unread. */
export const MAX_BYTES = 1024 * 1024;

/** What waits for one client. A client who reads too slowly is told so and goes: it costs the others nothing. */
export interface Queue {
  steps: number;
  bytes: number;
  /** Called once, when more waits than may. */
  overflow: (() => void) | undefined;
}

/** One subscription's part of what waits for its client. */
export interface Place {
  steps: number;
  bytes: number;
}

/** The queue of a client, empty. */
export const openQueue = (overflow: () => void): Queue => ({ steps: 0, bytes: 0, overflow });

/** Takes note of the steps that wait for a subscription now. */
export function hold(queue: Queue, place: Place, waiting: readonly Step[]): void {
  const bytes = bytesOf(waiting);
  queue.steps += waiting.length - place.steps;
  queue.bytes += bytes - place.bytes;
  place.steps = waiting.length;
  place.bytes = bytes;
  if (queue.steps <= MAX_STEPS && queue.bytes <= MAX_BYTES) return;
  const { overflow } = queue;
  queue.overflow = undefined;
  overflow?.();
}

function bytesOf(waiting: readonly Step[]): number {
  let sum = 0;
  for (const step of waiting) sum += step.bytes;
  return sum;
}
