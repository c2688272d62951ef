/** Where a test of faults may interfere: both sides of every durable write and of every call to another process. */
export type Failpoint =
  | 'transaction.begin'
  | 'transaction.commit'
  | 'transaction.committed'
  | 'outbox.tell'
  | 'outbox.told'
  | 'outbox.marked'
  | 'event.acknowledge'
  | 'event.acknowledged'
  | 'peer.call'
  | 'peer.answered'
  | 'deadline.take'
  | 'job.leased'
  | 'job.performed';

/** May take its time, throw, or end the process. */
export type Interference = (at: Failpoint) => Promise<void>;

/**
 * Nothing, unless a module that was preloaded into the process (`node --import`) has left an interference under this
 * symbol before anything else ran. No setting of the product can turn it on, and off it costs a comparison:
 * `if (failpoint) await failpoint('outbox.told')`.
 */
export const failpoint = (globalThis as { [key: symbol]: Interference | undefined })[Symbol.for('kernel.failpoint')];
