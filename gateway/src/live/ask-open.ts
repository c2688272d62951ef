import { documentOf } from '../transport/documents.ts';
import type { Compiled } from './compile.ts';
import { notFound } from './refusals.ts';
import { type Asker, askSubgraph } from './resolve.ts';
import type { Step, StepKeys } from './steps.ts';
import type { LiveField } from './topics.ts';

let asked = 0;

/** Asks the owning subgraph what to send first, or what came after `args.after`. Throws NOT_FOUND when it is not for this viewer. */
export async function askOpen(
  asker: Asker,
  { field, owner }: Pick<Compiled, 'field' | 'owner'>,
  args: Record<string, unknown>,
): Promise<Step[]> {
  const question = { document: documentOf(queryOf(field)), variables: args };
  const answer = await askSubgraph<Record<string, StepKeys[] | null>>(asker, owner, question);
  const list = answer[field.open.field];
  if (!list) throw notFound();
  asked += 1;
  return list.map((keys, index) => ({ keys, stamp: `asked ${asked}.${index}`, bytes: 0 }));
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
