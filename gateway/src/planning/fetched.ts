import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fetchDocument } from './fetch-documents.ts';
import { fragmentsIn } from './fragments.ts';
import type { EntitiesNode, EntityList, FetchNode, Path, Plan, PlanNode, RequiredSelection, Rewrite } from './plan.ts';

/** What a plan fetches, by response name. Types are not told apart. */
export interface Fetched extends Map<string, Fetched> {}

/**
 * All that a plan fetches; or, as text, where it asks for entities by what nobody fetches before: their keys, or what they
 * require. Nobody would be asked then, and the client be told null where there is a value. Because types are not told
 * apart, some of these are missed; none is named that is not one.
 */
export function fetchedBy({ node, primary }: Plan): Fetched | string {
  const fetched = nothingYet();
  if (primary) learnRoots(fetched, primary);
  return (node && gapAt(fetched, node)) ?? fetched;
}

const nothingYet = (): Fetched => new Map<string, Fetched>();

function gapAt(fetched: Fetched, node: PlanNode): string | undefined {
  switch (node.kind) {
    case 'Fetch':
      learnRoots(fetched, node);
      return undefined;
    case 'Entities':
      return gapOfEntities(fetched, node);
    case 'Condition':
      return gapAmong(fetched, [node.then, node.otherwise]);
    case 'Defer':
      return gapAmong(
        fetched,
        [node.primary, ...node.deferred].map((part) => part.node),
      );
    case 'Sequence':
      return gapAmong(fetched, node.nodes);
    case 'Parallel':
      return gapAtOnce(fetched, node.nodes);
  }
}

/** None of them can count on what another brings. */
function gapAtOnce(fetched: Fetched, nodes: readonly PlanNode[]): string | undefined {
  const each = nodes.map((node) => ({ node, own: copyOf(fetched) }));
  for (const { node, own } of each) {
    const gap = gapAt(own, node);
    if (gap !== undefined) return gap;
  }
  for (const { own } of each) add(fetched, own);
  return undefined;
}

const copyOf = (fetched: Fetched): Fetched => new Map([...fetched].map(([name, below]) => [name, copyOf(below)]));

function add(fetched: Fetched, more: Fetched): void {
  for (const [name, below] of more) {
    const known = fetched.get(name);
    if (known) add(known, below);
    else fetched.set(name, below);
  }
}

function gapAmong(fetched: Fetched, nodes: readonly (PlanNode | undefined)[]): string | undefined {
  for (const node of nodes) {
    const gap = node && gapAt(fetched, node);
    if (gap !== undefined) return gap;
  }
  return undefined;
}

function gapOfEntities(fetched: Fetched, { subgraph, operation: { text }, lists }: EntitiesNode): string | undefined {
  const written = writtenIn(text, []);
  for (const list of lists) {
    const places = list.paths.map((path) => placeAt(fetched, path));
    if (places.some((place) => !place || !isThere(place, list.requires)))
      return `${subgraph} is asked ${text} by what nobody fetches before`;
    for (const place of places) if (place) learnEntities(place, written, list);
  }
  return undefined;
}

/** What is fetched of the objects at a path; undefined when there is no such path. */
function placeAt(fetched: Fetched, path: Path): Fetched | undefined {
  let place: Fetched | undefined = fetched;
  for (const segment of path) if (segment.kind === 'field') place = place?.get(segment.name);
  return place;
}

/** Whether a representation can be made: of fields for certain types, those of one of them. */
function isThere(place: Fetched, required: readonly RequiredSelection[]): boolean {
  const ofTypes = required.filter((each) => each.kind === 'InlineFragment');
  const fields = required.filter((each) => each.kind === 'Field' && each.name !== '__typename');
  const areThere = fields.every((each) => {
    const below = each.kind === 'Field' ? place.get(each.name) : undefined;
    return below !== undefined && isThere(below, each.selections ?? []);
  });
  return areThere && (ofTypes.length === 0 || ofTypes.some(({ selections = [] }) => isThere(place, selections)));
}

/** A subgraph's text, with what the names in it become in the answer. */
interface Written {
  readonly operation: OperationDefinitionNode | undefined;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly renamed: ReadonlyMap<string, string>;
}

function writtenIn(text: string, rewrites: readonly Rewrite[]): Written {
  const document = fetchDocument(text);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  return { operation, fragments: fragmentsIn(document), renamed: renamedBy(rewrites) };
}

const renamedBy = (rewrites: readonly Rewrite[]): ReadonlyMap<string, string> =>
  new Map(
    rewrites.flatMap((rewrite): [string, string][] => {
      const last = rewrite.path.at(-1);
      return rewrite.kind === 'rename' && last?.kind === 'field' ? [[last.name, rewrite.to]] : [];
    }),
  );

function learnRoots(fetched: Fetched, { operation: { text }, path, outputRewrites }: FetchNode): void {
  const written = writtenIn(text, outputRewrites);
  const place = placeAt(fetched, path);
  if (place && written.operation) learn(place, written, written.operation.selectionSet);
}

function learnEntities(place: Fetched, written: Written, { alias, outputRewrites }: EntityList): void {
  for (const field of written.operation?.selectionSet.selections ?? [])
    if (field.kind === Kind.FIELD && field.selectionSet && (field.alias ?? field.name).value === alias)
      learn(place, { ...written, renamed: renamedBy(outputRewrites) }, field.selectionSet);
}

/** Adds what a selection brings. A renamed field is there under both names. */
function learn(place: Fetched, written: Written, set: SelectionSetNode): void {
  for (const { alias, name, selectionSet } of fieldsOf(written, set)) {
    const key = (alias ?? name).value;
    for (const each of new Set([key, written.renamed.get(key) ?? key])) {
      const below = place.get(each) ?? nothingYet();
      place.set(each, below);
      if (selectionSet) learn(below, written, selectionSet);
    }
  }
}

const fieldsOf = (written: Written, { selections }: SelectionSetNode): FieldNode[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : written.fragments.get(selection.name.value);
    return fragment ? fieldsOf(written, fragment.selectionSet) : [];
  });
