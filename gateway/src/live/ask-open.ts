import { documentOf } from '../transport/documents.ts';
import type { Compiled } from './compile.ts';
import { notFound } from './refusals.ts';
import { type Asker, askSubgraph } from './resolve.ts';
import type { Step, StepKeys } from './steps.ts';
import type { LiveField } from './topics.ts';

let asked = 0;

/** What the owning subgraph has to tell. */
export interface Opened {
  readonly answer: readonly Step[];
  /** Whether there is more after it: somebody who was away for long is told page by page. */
  readonly more: boolean;
}

/** Asks the owning subgraph what to send first, or what came after `args.after`. Throws NOT_FOUND when it is not for this viewer. */
export async function askOpen(
  asker: Asker,
  { field, owner }: Pick<Compiled, 'field' | 'owner'>,
  args: Record<string, unknown>,
): Promise<Opened> {
  const { page } = field.open;
  const variables = page === undefined ? args : { ...args, first: page };
  const question = { document: documentOf(queryOf(field)), variables };
  const opened = await askSubgraph<Record<string, StepKeys[] | null>>(asker, owner, question);
  const list = opened[field.open.field];
  if (!list) throw notFound();
  asked += 1;
  const answer = list.map((keys, index) => ({ keys, stamp: `asked ${asked}.${index}`, bytes: 0 }));
  return { answer, more: list.length === page };
}

function queryOf({ open, keys }: LiveField): string {
  const args = Object.entries(open.args);
  const declared = args.map(([name, type]) => `$${name}: ${type}`).join(', ');
  const given = args.map(([name]) => `${name}: $${name}`).join(', ');
  const selection = `{ __typename ${keys.join(' ')} }`;
  return args.length > 0
    ? `query LiveOpen(${declared}) { ${open.field}(${given}) ${selection} }`
    : `query LiveOpen { ${open.field} ${selection} }`;
}
