import { publicError } from '@app/kernel/errors';

/** A bounded queue for costly work. */
export interface Admission {
  /** Runs `job` when it is its turn; jobs of the same key run one after another. Throws RATE_LIMITED when too many wait. */
  admit<T>(key: string, job: () => Promise<T>): Promise<T>;
}

/** At most `atOnce` jobs run and `waiting` wait; whoever comes after that is sent away at once instead of slowing everybody. */
export function openAdmission({ atOnce, waiting }: { atOnce: number; waiting: number }): Admission {
  const queue: { key: string; start: () => void }[] = [];
  const busy = new Set<string>();

  const next = (): void => {
    while (busy.size < atOnce) {
      const turn = queue.findIndex(({ key }) => !busy.has(key));
      const [entry] = turn < 0 ? [] : queue.splice(turn, 1);
      if (!entry) return;
      busy.add(entry.key);
      entry.start();
    }
  };

  return {
    async admit(key, job) {
      if (queue.length >= waiting)
        throw publicError('RATE_LIMITED', 'Too many sign-ins at this moment. Try again soon.');
      await new Promise<void>((start) => {
        queue.push({ key, start });
        next();
      });
      try {
        return await job();
      } finally {
        busy.delete(key);
        next();
      }
    },
  };
}
