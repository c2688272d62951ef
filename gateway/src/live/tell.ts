import { type Resolved, resolveStep } from './resolve.ts';
import { rightsKey } from './rights.ts';
import type { Step } from './steps.ts';
import { asker, patiently, type Watch } from './watch.ts';
import type { Written } from './written.ts';

/** The step as its watcher sees it, as of when there is room for it; undefined when it is not (or no longer) theirs. */
export async function tell(watch: Watch, step: Step): Promise<Written | undefined> {
  const { sink, parts } = watch;
  for (;;) {
    // Another try is the exception: everybody else goes without what it takes to be ready for one.
    const first = await shared(watch, step);
    const resolved = first.kind === 'failed' ? await patiently(watch, again(watch, step, first)) : first;
    if (resolved.kind !== 'answer') return gone(watch);
    const written = parts.written(resolved.answer);
    if (watch.over || sink.take(written.bytes.length)) return written;
    await sink.ready();
  }
}

/** Who has the same rights, selects the same and is told the same step shares an answer. */
function shared(watch: Watch, { stamp, keys, fleeting }: Step): Promise<Resolved> {
  const { parts, compiled, variables, asked, session, topic } = watch;
  const { moving } = compiled.field;
  const moment = fleeting && moving && { name: `${topic}@${keys.sequence}`, moving };
  const key = `${stamp} ${keys.sequence} ${asked} ${rightsKey(session.viewer)}`;
  return parts.share(key, () => resolveStep(asker(watch), compiled, { keys, variables, moment }));
}

/** Tries until it is no failure; the first has been made. */
function again(watch: Watch, step: Step, first: Resolved): () => Promise<Resolved> {
  let made: Resolved | undefined = first;
  return async () => {
    const resolved = made ?? (await shared(watch, step));
    made = undefined;
    if (resolved.kind === 'failed') throw resolved.error;
    return resolved;
  };
}

/** Not theirs: is anything of it still? The owning subgraph says so, and ends the stream otherwise. */
function gone({ question, steps }: Watch): undefined {
  if (question.field.order !== 'state') steps.mustAsk = true;
  return undefined;
}
