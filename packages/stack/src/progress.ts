/** One step of a start: that it has begun, and later how it went. */
export type Step = { name: string; state: 'begun' | 'done' | 'failed'; ms: number; note?: string };

/** Told about each step. */
export type OnProgress = (step: Step) => void;

/** Runs a step and tells about it; answers what the step answers. */
export type RunStep = <T>(name: string, work: () => Promise<T>, noteOf?: (result: T) => string) => Promise<T>;

/** Steps that are told to somebody; none is begun any more after the signal. */
export const stepsTold =
  (onProgress: OnProgress, signal?: AbortSignal): RunStep =>
  async (name, work, noteOf) => {
    signal?.throwIfAborted();
    const began = performance.now();
    const ms = () => Math.round(performance.now() - began);
    onProgress({ name, state: 'begun', ms: 0 });
    try {
      const result = await work();
      onProgress({ name, state: 'done', ms: ms(), ...(noteOf && { note: noteOf(result) }) });
      return result;
    } catch (error) {
      onProgress({ name, state: 'failed', ms: ms() });
      throw error;
    }
  };

/** Steps on a terminal: one line each, shown while it runs and completed afterwards; elsewhere only what is over. */
export const progressOn = (out: NodeJS.WriteStream): OnProgress => {
  const running = new Set<string>();
  const live = out.isTTY === true;
  const clear = () => (live ? out.write('\r\u001b[K') : true);
  const showRunning = () => (live && running.size > 0 ? out.write(`  … ${[...running].join(', ')}`) : true);
  return ({ name, state, ms, note }) => {
    if (state === 'begun') running.add(name);
    else running.delete(name);
    clear();
    if (state !== 'begun') out.write(`  ${state === 'done' ? '✓' : '✗'} ${lineOf(name, ms, note)}\n`);
    showRunning();
  };
};

const lineOf = (name: string, ms: number, note: string | undefined): string =>
  `${`${name}${note ? ` (${note})` : ''}`.padEnd(52)} ${(ms / 1000).toFixed(1)} s`;
