import { resolveStep } from './resolve.ts';
import { rightsKey } from './rights.ts';
import type { Step } from './steps.ts';
import { asker, patiently, type Watch } from './watch.ts';

/** The step as its watcher sees it, as of when there is room for it; undefined when it is not (or no longer) theirs. */
export async function tell(watch: Watch, step: Step): Promise<string | undefined> {
  const { sink } = watch;
  for (;;) {
    const text = await textOf(watch, step);
    if (text === undefined || watch.over || sink.take(text.length)) return text;
    await sink.ready();
  }
}

async function textOf(watch: Watch, step: Step): Promise<string | undefined> {
  const { parts, compiled, variables, steps, question } = watch;
  const resolved = await patiently(watch, async () => {
    // Who has the same rights, selects the same and is told the same step shares an answer.
    const key = `${step.stamp} ${step.keys.sequence} ${watch.asked} ${rightsKey(watch.session.viewer)}`;
    const answer = await parts.share(key, () => resolveStep(asker(watch), compiled, { keys: step.keys, variables }));
    if (answer.kind === 'failed') throw answer.error;
    return answer;
  });
  if (resolved.kind === 'answer') return parts.written(resolved.answer);
  // Not theirs: is anything of it still? The owning subgraph says so, and ends the stream otherwise.
  if (question.field.order !== 'state') steps.mustAsk = true;
  return undefined;
}
