import { anonymous } from '@app/kernel/viewer';
import type { ExecutionResult } from 'graphql';
import type { EntityBatches, Loaded, LoadFault, Wanted } from '../../run/batches.ts';
import type { Asks, Fetched } from '../../run/state.ts';
import type { Question } from '../../transport/question.ts';
import type { RequestContext } from '../../transport/source.ts';
import type { Cache } from './cache.ts';
import { entityPiece, type PublicDocument, type PublicDocuments, rootPiece } from './documents.ts';
import type { Piecemeal, Said } from './pieces.ts';

/** What reads go through. */
export interface ReadParts {
  readonly cache: Cache;
  readonly documents: PublicDocuments;
}

/** Sources whose root fetches are kept where they are public. */
export const publicSources = (sources: ReadonlyMap<string, Asks>, parts: ReadParts): ReadonlyMap<string, Asks> =>
  new Map([...sources].map(([name, source]) => [name, publicSource(name, source, parts)]));

function publicSource(name: string, source: Asks, { cache, documents }: ReadParts): Asks {
  async function write(question: Question, context: RequestContext): Promise<ExecutionResult> {
    try {
      return await source.ask(question, context);
    } finally {
      cache.changedHere(name);
    }
  }

  async function read(document: PublicDocument, question: Question, context: RequestContext): Promise<ExecutionResult> {
    const [found] = await cache.read([rootPiece(document, question.variables)], document, async () => [
      saidByRoot(await source.ask(question, asNobody(context))),
    ]);
    if (found && 'yes' in found) return { data: found.yes as Record<string, unknown> };
    // What nobody may see may be there for this viewer, and is then only theirs.
    return found?.no && isNobody(context) ? found.no : source.ask(question, context);
  }

  return {
    ask(question, context) {
      if (question.document.kind === 'mutation') return write(question, context);
      const document = question.entities ? undefined : documents(name, question.document);
      return document ? read(document, question, context) : source.ask(question, context);
    },
  };
}

/** Entity fetches of which each public entity is kept by itself. */
export const publicBatches = (batches: EntityBatches, { cache, documents }: ReadParts): EntityBatches => ({
  async load(wanted) {
    const { lookup, texts, context } = wanted;
    const document = documents(lookup.subgraph, lookup.document);
    if (!document) return batches.load(wanted);
    const variables = lookup.variables.size === 0 ? '' : JSON.stringify(wanted.variables);
    const pieces = texts.map((text) => entityPiece(document, variables, text));
    const found = await cache.read(pieces, document, async (indexes) =>
      saidByEntities(indexes.length, await batches.load(part(wanted, indexes, asNobody(context)))),
    );
    const left = [...found.keys()].filter((index) => needsAsking(found[index], context));
    const own = left.length > 0 ? await batches.load(part(wanted, left, context)) : NOTHING;
    return together(found, { left, own });
  },
});

/** What was said to everybody, or to nobody; and what the viewer had to be asked for. */
function together(found: readonly Piecemeal<No>[], { left, own }: { left: readonly number[]; own: Loaded }): Loaded {
  const entities = found.map((each) => ('yes' in each ? (each.yes as Fetched) : null) as Fetched | null | undefined);
  for (const [at, index] of left.entries()) entities[index] = own.entities[at];
  const asked = new Set(left);
  const faults = found.flatMap((each, index) => ('yes' in each || asked.has(index) ? [] : faultsAt(each, index)));
  const rest = own.faults.map((fault) => (fault.index === undefined ? fault : { ...fault, index: left[fault.index] }));
  return { entities, faults: [...once(faults), ...rest] };
}

const faultsAt = ({ no }: { no: No | undefined }, index: number): LoadFault[] =>
  (no?.faults ?? []).map((fault) => (fault.index === undefined ? fault : { ...fault, index }));

/** An error of the whole fetch stands at each of its entities; it is one. */
const once = (faults: readonly LoadFault[]): LoadFault[] =>
  faults.filter(
    ({ index, fault }, at) => index !== undefined || faults.findIndex((each) => each.fault === fault) === at,
  );

/** Why an entity is not for everybody: it is not there for nobody in particular, or came with errors. */
interface No {
  readonly faults: readonly LoadFault[];
}

function saidByEntities(count: number, { entities, faults }: Loaded): Said<No>[] {
  return Array.from({ length: count }, (_, index) => {
    const own = faults.filter((fault) => fault.index === undefined || fault.index === index);
    const entity = entities[index];
    return entity && own.length === 0 ? { yes: entity } : { no: { faults: own } };
  });
}

/** A root fetch is for everybody when nothing went wrong and every field found something. */
const saidByRoot = (result: ExecutionResult): Said<ExecutionResult> => {
  const { data, errors } = result;
  const isWhole =
    !errors?.length && data && Object.values(data).every((value) => value !== null && value !== undefined);
  return isWhole ? { yes: data } : { no: result };
};

const needsAsking = (found: Piecemeal<No> | undefined, context: RequestContext): boolean =>
  found === undefined || ('no' in found && (found.no === undefined || !isNobody(context)));

const part = (wanted: Wanted, indexes: readonly number[], context: RequestContext): Wanted => ({
  ...wanted,
  texts: indexes.map((index) => wanted.texts[index] as string),
  value: (at) => wanted.value(indexes[at] as number),
  context,
});

const NOTHING: Loaded = { entities: [], faults: [] };
const NOBODY = anonymous('gateway');
const NEVER = new AbortController().signal;

/** Others may wait for the same, so it does not end with whoever came first. */
const asNobody = ({ correlationId }: RequestContext): RequestContext => ({
  viewer: NOBODY,
  correlationId,
  signal: NEVER,
});

const isNobody = ({ viewer }: RequestContext): boolean => viewer.kind === 'anonymous';
