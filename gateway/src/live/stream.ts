import { setTimeout as pause } from 'node:timers/promises';
import type { FormattedExecutionResult } from 'graphql';
import { askOpen } from './ask-open.ts';
import type { Compiled } from './compile.ts';
import type { Parts } from './parts.ts';
import { type LiveStream, openBell, streamOf } from './pull.ts';
import { type Question, readQuestion, type Subscription } from './question.ts';
import { isFinal, NotAdmitted, notFound, resyncRequired } from './refusals.ts';
import { type Asker, resolveStep } from './resolve.ts';
import { sequencedSteps } from './sequenced-steps.ts';
import type { Session } from './sessions.ts';
import { plainSteps, type Step, type Steps } from './steps.ts';
import { stepCursor } from './topics.ts';

const TRIES_MS = [100, 400, 1_600];

/** Opens a subscription that was admitted. What it asks for is looked at when its first answer is pulled. */
export function openStream(parts: Parts, subscription: Subscription, session: Session): LiveStream {
  const ending = new AbortController();
  const bell = openBell();
  let detach: (() => void) | undefined;
  let watch: Watch | undefined;

  const start = async (): Promise<Watch> => {
    parts.open.add(ending);
    const { graph, variables, document, operationName } = subscription;
    const compiled = parts.compile(graph, document, operationName);
    const question = readQuestion(graph.schema, compiled, variables);
    const { order } = question.field;
    const steps = order === 'sequenced' ? sequencedSteps(question.after) : plainSteps(order);
    watch = { parts, compiled, variables, session, question, steps, signal: ending.signal, bell };
    const off = await attach(watch);
    // Unsubscribed while it was being attached: nothing stays behind.
    if (ending.signal.aborted) off();
    else detach = off;
    return watch;
  };

  return streamOf(
    async () => nextAnswer(watch ?? (await start())),
    () => {
      ending.abort();
      parts.open.delete(ending);
      detach?.();
      bell.ring();
    },
  );
}

/** Listens for steps of what is watched, and for reasons to ask about them again. Answers with how to stop that. */
async function attach({ parts, question, session, steps, bell }: Watch): Promise<() => void> {
  const again = () => {
    steps.ask();
    bell.ring();
  };
  const offRights = session.onRights(again);
  const offChannel = await parts.channels.attach(question.field.topic(question.args, session.viewer()), {
    announced(step) {
      steps.announced(step);
      bell.ring();
    },
    missed: again,
  });
  return () => {
    offRights();
    offChannel();
  };
}

interface Watch {
  readonly parts: Parts;
  readonly compiled: Compiled;
  readonly variables: Record<string, unknown>;
  readonly session: Session;
  readonly question: Question;
  readonly steps: Steps;
  readonly signal: AbortSignal;
  readonly bell: ReturnType<typeof openBell>;
}

/** Waits for the next step that is this watcher's to see. Undefined once the subscription has ended. */
async function nextAnswer(watch: Watch): Promise<FormattedExecutionResult | undefined> {
  const { steps, signal, bell } = watch;
  while (!signal.aborted) {
    const next = steps.next();
    if (next.kind === 'overflow') throw resyncRequired();
    if (next.kind === 'wait') await bell.rung();
    if (next.kind === 'ask') await ask(watch, next.afterMs);
    const answer = next.kind === 'tell' && (await tell(watch, next.step));
    if (answer) return answer;
  }
  return undefined;
}

/** Asks the owning subgraph what to send first, or what came after the last step told. */
async function ask(watch: Watch, afterMs: number): Promise<void> {
  const { compiled, variables, session, question, steps } = watch;
  if (afterMs > 0) await pause(afterMs);
  const { document, operationName } = compiled;
  // Rights may have changed since the subscription was let in.
  const refusals = compiled.graph.admission.refusals({ document, operationName, variables, viewer: session.viewer() });
  if (refusals.length > 0) throw new NotAdmitted(refusals);
  const last = steps.last();
  const after = last === undefined ? {} : { after: stepCursor(question.subject, last) };
  steps.answered(await patiently(watch, () => askOpen(asker(watch), compiled, { ...question.args, ...after })));
}

/** The step as its watcher sees it; undefined when it is not (or no longer) theirs. */
async function tell(watch: Watch, step: Step): Promise<FormattedExecutionResult | undefined> {
  const { parts, compiled, variables, session, steps, question } = watch;
  const resolved = await patiently(watch, async () => {
    const key = JSON.stringify([compiled.key, variables, session.viewer(), step]);
    const answer = await parts.share(key, () => resolveStep(asker(watch), compiled, { keys: step.keys, variables }));
    if (answer.kind === 'failed') throw answer.error;
    return answer;
  });
  if (resolved.kind === 'answer') return parts.presented(resolved.answer);
  // Not theirs: is anything of it still? The owning subgraph says so, and ends the stream otherwise.
  if (question.field.order !== 'state') steps.ask();
  return undefined;
}

const asker = ({ parts: { port }, session }: Watch): Asker => ({
  sources: port.sources,
  viewer: session.viewer(),
  timeoutMs: port.settings.limits.LIMIT_REQUEST_MS,
});

/** Asks again while a subgraph is away for a moment; then ends the stream, which a client takes up again with `after`. */
async function patiently<T>({ parts, signal }: Watch, work: () => Promise<T>): Promise<T> {
  for (const afterMs of TRIES_MS) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      parts.port.log.warn({ err: error }, 'a live step could not be resolved; trying again');
      if (signal.aborted) throw notFound();
      await pause(afterMs);
    }
  }
  return work();
}
