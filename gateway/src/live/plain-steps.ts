import { ASK, NONE, type Rules, rest, type Step, type Steps, WAIT } from './steps.ts';

/** Entities without numbers: each told once, or told again whenever it changed. */
export const plainSteps: Rules = {
  announced(steps, step) {
    // A step resolves to the entity as it is then, so one that still waits says the same.
    const others = steps.waiting.filter((other) => identity(other) !== identity(step));
    steps.waiting = news(steps, [...others, step]);
  },
  answered(steps, answer, more) {
    steps.mustAsk ||= more;
    steps.backlog = news(steps, answer);
    const covered = new Set(steps.backlog.map(identity));
    steps.waiting = orNone(steps.waiting.filter((step) => !covered.has(identity(step))));
  },
  next(steps) {
    const step = taken(steps);
    if (!step) return steps.mustAsk ? ASK : WAIT;
    steps.told?.add(identity(step));
    return { kind: 'tell', step };
  },
};

function taken(steps: Steps): Step | undefined {
  const [ready] = steps.backlog;
  if (ready) {
    steps.backlog = rest(steps.backlog);
    return ready;
  }
  if (steps.mustAsk) return undefined;
  const [waiting] = steps.waiting;
  steps.waiting = rest(steps.waiting);
  return waiting;
}

const news = ({ told }: Steps, list: readonly Step[]): readonly Step[] =>
  orNone(told ? list.filter((step) => !told.has(identity(step))) : list);

const orNone = (list: readonly Step[]): readonly Step[] => (list.length > 0 ? list : NONE);

const identity = ({ keys }: Step): string => JSON.stringify(Object.entries(keys).sort());
