import { setTimeout as pause } from 'node:timers/promises';
import { print } from 'graphql';
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
  const bell = openBell();
  const life = { over: false, ring: bell.ring };
  let detach: (() => void) | undefined;
  let watch: Watch | undefined;

  const start = async (): Promise<Watch> => {
    parts.open.add(life);
    const { graph, variables, document, operationName } = subscription;
    const compiled = parts.compile(graph, document, operationName);
    const question = readQuestion(graph.schema, compiled, variables);
    const { order } = question.field;
    const steps = order === 'sequenced' ? sequencedSteps(question.after) : plainSteps(order);
    watch = { parts, compiled, variables, session, question, steps, life, bell };
    const off = await attach(watch);
    // Unsubscribed while it was being attached: nothing stays behind.
    if (life.over) off();
    else detach = off;
    return watch;
  };

  return streamOf(
    async () => nextAnswer(watch ?? (await start())),
    () => {
      life.over = true;
      parts.open.delete(life);
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
  /** Of the supergraph that is served now. */
  compiled: Compiled;
  readonly variables: Record<string, unknown>;
  readonly session: Session;
  readonly question: Question;
  readonly steps: Steps;
  readonly life: { readonly over: boolean };
  readonly bell: ReturnType<typeof openBell>;
}

/** Waits for the next step that is this watcher's to see. Undefined once the subscription has ended. */
async function nextAnswer(watch: Watch): Promise<string | undefined> {
  const { steps, life, bell } = watch;
  while (!life.over) {
    planAgain(watch);
    const next = steps.next();
    if (next.kind === 'overflow') throw resyncRequired();
    if (next.kind === 'wait') await bell.rung();
    if (next.kind === 'ask') await ask(watch, next.afterMs);
    const answer = next.kind === 'tell' && (await tell(watch, next.step));
    if (answer) return answer;
  }
  return undefined;
}

/** Goes on under another supergraph in place. Throws what is wrong with the subscription there. */
function planAgain(watch: Watch): void {
  const { parts, variables, session } = watch;
  const { graph, document, operationName } = watch.compiled;
  const now = parts.port.graph();
  if (now === graph) return;
  const again = now.admission.documents.parsed(document.loc?.source.body ?? print(document));
  const admitted = now.admission.admit({ document: again, operationName, variables, viewer: session.viewer() });
  if (!admitted.ok) throw new NotAdmitted(admitted.errors);
  watch.compiled = parts.compile(now, again, operationName);
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
async function tell(watch: Watch, step: Step): Promise<string | undefined> {
  const { parts, compiled, variables, session, steps, question } = watch;
  const resolved = await patiently(watch, async () => {
    const key = JSON.stringify([compiled.key, variables, session.viewer(), step]);
    const answer = await parts.share(key, () => resolveStep(asker(watch), compiled, { keys: step.keys, variables }));
    if (answer.kind === 'failed') throw answer.error;
    return answer;
  });
  if (resolved.kind === 'answer') return parts.written(resolved.answer);
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
async function patiently<T>({ parts, life }: Watch, work: () => Promise<T>): Promise<T> {
  for (const afterMs of TRIES_MS) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      parts.port.log.warn({ err: error }, 'a live step could not be resolved; trying again');
      if (life.over) throw notFound();
      await pause(afterMs);
    }
  }
  return work();
}
