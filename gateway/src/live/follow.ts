import { setTimeout as pause } from 'node:timers/promises';
import { print } from 'graphql';
import { askOpen } from './ask-open.ts';
import type { Parts } from './parts.ts';
import { plainSteps } from './plain-steps.ts';
import { readQuestion, type Subscription } from './question.ts';
import { hold } from './queue.ts';
import { NotAdmitted, resyncRequired } from './refusals.ts';
import { sequencedSteps } from './sequenced-steps.ts';
import { type Next, openSteps, type Step, WAIT } from './steps.ts';
import { tell } from './tell.ts';
import { stepCursor } from './topics.ts';
import { askedOf, asker, patiently, type Reader, type Watch } from './watch.ts';

/** Opens a subscription that was admitted, and begins to tell it. Throws what is wrong with its arguments. */
export function follow(parts: Parts, subscription: Subscription, reader: Reader): Watch {
  const { graph, variables } = subscription;
  const compiled = parts.compile(subscription);
  const question = readQuestion(graph.schema, compiled, variables);
  const { order, topic } = question.field;
  const watch: Watch = {
    ...reader,
    parts,
    compiled,
    variables,
    asked: askedOf(compiled, variables),
    place: { steps: 0, bytes: 0 },
    question,
    topic: topic(question.args, reader.session.viewer),
    rules: order === 'sequenced' ? sequencedSteps : plainSteps,
    steps: openSteps(order, question.after),
    busy: true,
    over: false,
    announced,
    missed,
  };
  parts.open.add(watch);
  begin(watch).catch((error: unknown) => failed(watch, error));
  return watch;
}

/** Lets go of a subscription whose client has left, or is told elsewhere why it ends. Nothing of it stays behind. */
export function leave(watch: Watch): void {
  if (watch.over) return;
  const { parts, topic, queue, place } = watch;
  watch.over = true;
  parts.open.delete(watch);
  hold(queue, place, []);
  parts.channels.detach(topic, watch);
}

/** Lets it look whether there is anything for it. */
export function ring(watch: Watch): void {
  if (watch.busy || watch.over) return;
  watch.busy = true;
  tellAll(watch).catch((error: unknown) => failed(watch, error));
}

/** One function for all watches: each is called as the watch's own. */
function announced(this: Watch, step: Step): void {
  this.rules.announced(this.steps, step);
  hold(this.queue, this.place, this.steps.waiting);
  ring(this);
}

function missed(this: Watch): void {
  this.steps.mustAsk = true;
  ring(this);
}

/** Listens first and asks then: what happens in between is heard. */
async function begin(watch: Watch): Promise<void> {
  await watch.parts.channels.attach(watch.topic, watch);
  await tellAll(watch);
}

/** Tells everything there is to tell, one step after the other, until nothing is left but to wait for a ring. */
async function tellAll(watch: Watch): Promise<void> {
  const { sink } = watch;
  for (;;) {
    // Nothing is resolved for who has not read what there is: it would only lie here and grow old.
    const room = sink.ready();
    if (room) await room;
    const next = due(watch);
    if (next.kind === 'wait') break;
    if (next.kind === 'ask') await ask(watch, next.afterMs);
    const written = next.kind === 'tell' && (await tell(watch, next.step));
    if (written && !watch.over) await sink.next(written);
  }
  // In the same breath as it was found to have nothing to do: no ring falls in between.
  watch.busy = false;
}

function failed(watch: Watch, error: unknown): void {
  if (watch.over) return;
  leave(watch);
  watch.sink.ended(error);
}

/** What is to be done for a watcher now. Throws when what is missing is not to be had. */
function due(watch: Watch): Next {
  const { steps, rules, queue, place, over } = watch;
  if (over) return WAIT;
  planAgain(watch);
  const next = rules.next(steps);
  hold(queue, place, steps.waiting);
  if (next.kind === 'lost') throw resyncRequired();
  return next;
}

/** Goes on under another supergraph in place. Throws what is wrong with the subscription there. */
function planAgain(watch: Watch): void {
  const { parts, variables, session } = watch;
  const { graph, document, operationName } = watch.compiled;
  const now = parts.port.graph();
  if (now === graph) return;
  const again = now.admission.documents.parsed(document.loc?.source.body ?? print(document));
  const admitted = now.admission.admit({ document: again, operationName, variables, viewer: session.viewer });
  if (!admitted.ok) throw new NotAdmitted(admitted.errors);
  watch.compiled = parts.compile({ graph: now, document: again, operationName, variables });
  watch.asked = askedOf(watch.compiled, variables);
}

/** Asks the owning subgraph what to send first, or what came after the last step told. */
async function ask(watch: Watch, afterMs: number): Promise<void> {
  const { compiled, variables, session, question, steps, queue, place } = watch;
  if (afterMs > 0) await pause(afterMs);
  const { document, operationName } = compiled;
  // Rights may have changed since the subscription was let in.
  const refusals = compiled.graph.admission.refusals({ document, operationName, variables, viewer: session.viewer });
  if (refusals.length > 0) throw new NotAdmitted(refusals);
  const { last } = steps;
  const after = last === undefined ? {} : { after: stepCursor(question.subject, last) };
  const args = { ...question.args, ...after };
  // From here on, not from the answer on: what is missed in the meantime may not be in it.
  steps.mustAsk = false;
  const { answer, more } = await patiently(watch, () => askOpen(asker(watch), compiled, args));
  watch.rules.answered(steps, answer, more);
  hold(queue, place, steps.waiting);
}
