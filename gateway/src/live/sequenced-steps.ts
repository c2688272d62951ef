import { ASK, isFleeting, type Next, NONE, type Rules, rest, type Step, type Steps, WAIT } from './steps.ts';

const GAP_PAUSES_MS = [0, 50, 200, 800, 1_600];

const numberOf = ({ keys }: Step): number => Number(keys.sequence);

/** Numbered steps of one thing, after step `last` or from a snapshot on: none missed, none repeated, in order. */
export const sequencedSteps: Rules = {
  announced(steps, step) {
    const before = isFleeting(step.keys) ? steps.waiting.filter((other) => !isFleeting(other.keys)) : steps.waiting;
    steps.waiting = [...before, step];
  },
  answered(steps, answer, more) {
    steps.mustAsk ||= more;
    const known = steps.last;
    const backlog = answer
      .filter((step) => known === undefined || numberOf(step) > known)
      .sort((one, other) => numberOf(one) - numberOf(other));
    if (backlog.length > 0) steps.gapAsks = 0;
    else steps.last ??= 0;
    steps.backlog = backlog.length > 0 ? backlog : NONE;
  },
  next(steps) {
    const [ready] = steps.backlog;
    if (!ready) return steps.mustAsk ? ASK : live(steps);
    steps.backlog = rest(steps.backlog);
    return tell(steps, ready);
  },
};

function tell(steps: Steps, step: Step): Next {
  const last = steps.last ?? 0;
  if (isFleeting(step.keys))
    return { kind: 'tell', step: { ...step, keys: { ...step.keys, sequence: last }, fleeting: true } };
  steps.last = Math.max(last, numberOf(step));
  return { kind: 'tell', step };
}

/** The next announced step that follows directly; a hole before it is filled from the log first. */
function live(steps: Steps): Next {
  for (let [step] = steps.waiting; step; [step] = steps.waiting) {
    const distance = isFleeting(step.keys) ? 1 : numberOf(step) - (steps.last ?? 0);
    if (distance > 1) return askForGap(steps);
    steps.waiting = rest(steps.waiting);
    if (distance === 1) {
      if (!isFleeting(step.keys)) steps.gapAsks = 0;
      return tell(steps, step);
    }
  }
  return WAIT;
}

function askForGap(steps: Steps): Next {
  const afterMs = GAP_PAUSES_MS[steps.gapAsks];
  steps.gapAsks += 1;
  return afterMs === undefined ? { kind: 'lost' } : { kind: 'ask', afterMs };
}
