import { isFleeting, type Next, type Step, type Steps } from './steps.ts';

const GAP_PAUSES_MS = [0, 50, 200, 800, 1_600];

const numberOf = ({ keys }: Step): number => Number(keys.sequence);

/** Numbered steps of one thing, after step `after` or from a snapshot on: none missed, none repeated, in order. */
export function sequencedSteps(after: number | undefined): Steps {
  let last = after;
  let backlog: Step[] = [];
  let waiting: Step[] = [];
  let mustAsk = true;
  let gapAsks = 0;

  const tell = (step: Step): Next => {
    if (isFleeting(step.keys)) return { kind: 'tell', step: { ...step, keys: { ...step.keys, sequence: last ?? 0 } } };
    last = Math.max(last ?? 0, numberOf(step));
    return { kind: 'tell', step };
  };

  /** The next announced step that follows directly; a hole before it is filled from the log first. */
  function live(): Next {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      if (isFleeting(step.keys)) return tell(step);
      const distance = numberOf(step) - (last ?? 0);
      if (distance === 1) {
        gapAsks = 0;
        return tell(step);
      }
      if (distance > 1) {
        waiting.unshift(step);
        return askForGap();
      }
    }
    return { kind: 'wait' };
  }

  function askForGap(): Next {
    const afterMs = GAP_PAUSES_MS[gapAsks];
    gapAsks += 1;
    return afterMs === undefined ? { kind: 'lost' } : { kind: 'ask', afterMs };
  }

  return {
    announced(step) {
      if (isFleeting(step.keys)) waiting = waiting.filter((other) => !isFleeting(other.keys));
      waiting.push(step);
    },
    answered(steps) {
      mustAsk = false;
      const known = last;
      backlog = steps
        .filter((step) => known === undefined || numberOf(step) > known)
        .sort((one, other) => numberOf(one) - numberOf(other));
      if (backlog.length > 0) gapAsks = 0;
      last ??= backlog.length > 0 ? undefined : 0;
    },
    ask() {
      mustAsk = true;
    },
    next() {
      const ready = backlog.shift();
      if (ready) return tell(ready);
      return mustAsk ? { kind: 'ask', afterMs: 0 } : live();
    },
    waiting: () => waiting,
    last: () => last,
  };
}
