import { type DocumentNode, type FieldNode, type FragmentSpreadNode, Kind, type SelectionSetNode } from 'graphql';
import { fetchDocument } from '../planning/fetch-documents.ts';
import { type Fragments, fragmentsIn } from '../planning/fragments.ts';
import type { EntitiesNode, FetchNode, Path, Plan, PlanNode } from '../planning/plan.ts';
import { deciding } from './conditions.ts';
import { needsOf } from './needs.ts';

/** A field by its response name, and the variables of all `@skip` and `@include` above it. */
interface Met {
  /** Of root fields, `atRoot`. */
  readonly name: string;
  readonly conditions: readonly string[];
  /** Whether only the client can have asked for it, even if the plan needs a field of its name. */
  readonly isOwn: boolean;
}

/** Root fields are not taken for others of their name. */
const atRoot = (name: string) => `^${name}`;

/**
 * The variable of a `@skip` or `@include` that a plan has lost, told by names: a field is asked for without the condition
 * under which all selections of its name stand. What the plan itself needs, planners ask for as they like. The Rust planner
 * (0.0.38) loses one where an object is selected once with a condition and once without.
 */
export function lostCondition(document: DocumentNode, { node }: Plan): string | undefined {
  const added = new Set([...needsOf(node).flatMap(({ names }) => names), '__typename']);
  const selected = new Map<string, Met[]>();
  for (const met of fieldsIn(document)) selected.set(met.name, [...(selected.get(met.name) ?? []), met]);
  const common = new Map([...selected].map(([name, all]) => [name, shared(all)]));
  for (const { name, isOwn, conditions } of fetchesIn(node, [], common).flatMap(askedBy)) {
    const lost =
      isOwn || !added.has(name) ? common.get(name)?.find((variable) => !conditions.includes(variable)) : undefined;
    if (lost !== undefined) return lost;
  }
  return undefined;
}

/** The variables on which all of these depend. */
const shared = ([first, ...others]: readonly Met[]): readonly string[] =>
  first?.conditions.filter((variable) => others.every(({ conditions }) => conditions.includes(variable))) ?? [];

type Common = ReadonlyMap<string, readonly string[]>;

/** A fetch, and the variables of all conditions above it. */
interface Placed {
  readonly fetch: FetchNode | EntitiesNode;
  readonly above: readonly string[];
}

function fetchesIn(node: PlanNode | undefined, above: readonly string[], common: Common): Placed[] {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => fetchesIn(each, above, common));
    case 'Condition':
      return [node.then, node.otherwise].flatMap((each) => fetchesIn(each, [...above, node.variable], common));
    case 'Fetch':
    case 'Entities':
      return [{ fetch: node, above: [...above, ...onTheWay(node, common)] }];
    default:
      return [];
  }
}

/** Where the way to an object depends on a variable, the object is not there without it. */
const onTheWay = (fetch: FetchNode | EntitiesNode, common: Common): string[] =>
  (fetch.kind === 'Fetch' ? [fetch.path] : fetch.lists.flatMap((list) => list.paths))
    .flatMap(namesIn)
    .flatMap((name) => common.get(name) ?? []);

const askedBy = ({ fetch, above }: Placed): Met[] =>
  fieldsIn(fetchDocument(fetch.operation.text)).map(({ conditions, ...field }) => ({
    ...field,
    conditions: [...above, ...conditions],
  }));

const namesIn = (path: Path): string[] =>
  path.flatMap((segment, index) => {
    if (segment.kind !== 'field') return [];
    return [index === 0 ? atRoot(segment.name) : segment.name];
  });

function fieldsIn(document: DocumentNode): Met[] {
  const walk: Walk = { fragments: fragmentsIn(document), seen: new Set(), met: [] };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) below(definition.selectionSet, ROOT, walk);
  return walk.met;
}

interface Walk {
  readonly fragments: Fragments;
  /** Fragments with the conditions above them: a second time they say nothing new. */
  readonly seen: Set<string>;
  readonly met: Met[];
}

/** Where selections stand. */
interface Above {
  readonly conditions: readonly string[];
  readonly isRoot: boolean;
}
const ROOT: Above = { conditions: [], isRoot: true };

function below({ selections }: SelectionSetNode, { conditions: above, isRoot }: Above, walk: Walk): void {
  for (const selection of selections) {
    const own = (selection.directives ?? []).flatMap((directive) => deciding(directive) ?? []);
    const conditions = own.length > 0 ? [...above, ...own] : above;
    if (selection.kind === Kind.FIELD) walk.met.push(metField(selection, { conditions, isRoot }));
    const inner = { conditions, isRoot: isRoot && selection.kind !== Kind.FIELD };
    const set = selection.kind === Kind.FRAGMENT_SPREAD ? spread(selection, inner, walk) : selection.selectionSet;
    if (set) below(set, inner, walk);
  }
}

function metField({ alias, name }: FieldNode, { conditions, isRoot }: Above): Met {
  const key = (alias ?? name).value;
  return { name: isRoot ? atRoot(key) : key, conditions, isOwn: isRoot || alias !== undefined };
}

function spread({ name }: FragmentSpreadNode, { conditions, isRoot }: Above, { fragments, seen }: Walk) {
  const key = [name.value, isRoot, ...conditions].join();
  if (seen.has(key)) return undefined;
  seen.add(key);
  return fragments.get(name.value)?.selectionSet;
}
