import { setTimeout as pause } from 'node:timers/promises';
import { print } from 'graphql';
import { askOpen } from './ask-open.ts';
import type { Parts } from './parts.ts';
import { type LiveStream, openBell, streamOf } from './pull.ts';
import { readQuestion, type Subscription } from './question.ts';
import { NotAdmitted, resyncRequired } from './refusals.ts';
import { sequencedSteps } from './sequenced-steps.ts';
import { plainSteps } from './steps.ts';
import { tell } from './tell.ts';
import { stepCursor } from './topics.ts';
import { askedOf, asker, patiently, type Reader, type Watch } from './watch.ts';

/** Opens a subscription that was admitted. What it asks for is looked at when its first answer is pulled. */
export function openStream(parts: Parts, subscription: Subscription, { session, queue }: Reader): LiveStream {
  const bell = openBell();
  const life = { over: false, ring: bell.ring };
  const place = queue.place();
  let detach: (() => void) | undefined;
  let watch: Watch | undefined;

  const start = async (): Promise<Watch> => {
    parts.open.add(life);
    const { graph, variables, document, operationName } = subscription;
    const compiled = parts.compile(graph, document, operationName);
    const question = readQuestion(graph.schema, compiled, variables);
    const { order } = question.field;
    const steps = order === 'sequenced' ? sequencedSteps(question.after) : plainSteps(order);
    const asked = askedOf(compiled, variables);
    watch = { parts, compiled, asked, variables, session, queue, place, question, steps, life, bell };
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
      place.leave();
      detach?.();
      bell.ring();
    },
  );
}

/** Listens for steps of what is watched, and for reasons to ask about them again. Answers with how to stop that. */
async function attach({ parts, question, session, steps, place, bell }: Watch): Promise<() => void> {
  const again = () => {
    steps.ask();
    bell.ring();
  };
  const offRights = session.onRights(again);
  const offChannel = await parts.channels.attach(question.field.topic(question.args, session.viewer()), {
    announced(step) {
      steps.announced(step);
      place.holds(steps.waiting());
      bell.ring();
    },
    missed: again,
  });
  return () => {
    offRights();
    offChannel();
  };
}

/** Waits for the next step that is this watcher's to see. Undefined once the subscription has ended. */
async function nextAnswer(watch: Watch): Promise<string | undefined> {
  const { steps, life, bell, queue, place } = watch;
  while (!life.over) {
    // Nothing is resolved for who has not read what there is: it would only lie here and grow old.
    await queue.ready();
    planAgain(watch);
    const next = steps.next();
    place.holds(steps.waiting());
    if (next.kind === 'lost') throw resyncRequired();
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
  watch.asked = askedOf(watch.compiled, variables);
}

/** Asks the owning subgraph what to send first, or what came after the last step told. */
async function ask(watch: Watch, afterMs: number): Promise<void> {
  const { compiled, variables, session, question, steps, place } = watch;
  if (afterMs > 0) await pause(afterMs);
  const { document, operationName } = compiled;
  // Rights may have changed since the subscription was let in.
  const refusals = compiled.graph.admission.refusals({ document, operationName, variables, viewer: session.viewer() });
  if (refusals.length > 0) throw new NotAdmitted(refusals);
  const last = steps.last();
  const after = last === undefined ? {} : { after: stepCursor(question.subject, last) };
  steps.answered(await patiently(watch, () => askOpen(asker(watch), compiled, { ...question.args, ...after })));
  place.holds(steps.waiting());
}
