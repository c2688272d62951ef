/** Something that will happen unless it is called off. */
export interface Pending {
  readonly cancel: () => void;
}

/**
 * Calls `act` after `ms`, but not before what has come by then was read: a process that was busy for so long finds its
 * timers due and the answers unread at once, and would take a Redis that answered in time for one that is away.
 */
export function afterReading(ms: number, act: () => void): Pending {
  let reading: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    reading = setImmediate(act);
  }, ms);
  const cancel = () => {
    clearTimeout(timer);
    clearImmediate(reading);
  };
  return { cancel };
}

/** The answer if it comes within `ms`, else what `otherwise` gives or throws. Rejects as the answer does. */
export function within<T, O>(ms: number, answer: Promise<T>, otherwise: () => O): Promise<T | O> {
  return new Promise<T | O>((resolve, reject) => {
    const overdue = afterReading(ms, () => {
      try {
        resolve(otherwise());
      } catch (error) {
        reject(error);
      }
    });
    answer.then(
      (value) => {
        overdue.cancel();
        resolve(value);
      },
      (error: unknown) => {
        overdue.cancel();
        reject(error);
      },
    );
  });
}
