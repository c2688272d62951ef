import { type FragmentDefinitionNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { fetchDocument } from '../planning/fetch-documents.ts';
import { fragmentsIn } from '../planning/fragments.ts';
import type { EntitiesNode, Plan, PlanNode } from '../planning/plan.ts';
import { deciding } from './conditions.ts';

/**
 * A variable on which it depends whether entities are asked for a field, where they are asked for it under other conditions
 * as well. What is selected of some types under a condition and of others without is one fetch to planners, so that one
 * cannot tell any more which of it is for which type.
 */
export function mixedCondition({ node }: Plan): string | undefined {
  const asked = new Map<string, readonly string[]>();
  for (const { key, conditions } of askedIn(node, [])) {
    const known = asked.get(key);
    if (!known) asked.set(key, conditions);
    else if (known.join() !== conditions.join()) return [...known, ...conditions][0];
  }
  return undefined;
}

/** A field that entities are asked for. */
interface Asked {
  /** Where, by names. */
  readonly key: string;
  /** The variables of all conditions above it. */
  readonly conditions: readonly string[];
}

function askedIn(node: PlanNode | undefined, above: readonly string[]): Asked[] {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => askedIn(each, above));
    case 'Condition':
      return [node.then, node.otherwise].flatMap((each) => askedIn(each, [...above, node.variable]));
    case 'Entities':
      return ofEntities(node, above);
    default:
      return [];
  }
}

function ofEntities({ operation: { text }, lists }: EntitiesNode, above: readonly string[]): Asked[] {
  const document = fetchDocument(text);
  const fragments = fragmentsIn(document);
  const written = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  return (written?.selectionSet.selections ?? []).flatMap((field) => {
    if (field.kind !== Kind.FIELD || !field.selectionSet) return [];
    const { selectionSet } = field;
    const list = lists.find(({ alias }) => alias === (field.alias ?? field.name).value);
    const places = list?.paths.map((path) => path.map((each) => (each.kind === 'field' ? each.name : '')).join('.'));
    return (places ?? []).flatMap((at) => ofSet(fragments, selectionSet, { key: at, conditions: above }));
  });
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const ofSet = (fragments: Fragments, { selections }: SelectionSetNode, above: Asked): Asked[] =>
  selections.flatMap((selection) => ofSelection(fragments, selection, above));

function ofSelection(fragments: Fragments, selection: SelectionNode, { key, conditions: above }: Asked): Asked[] {
  const conditions = [...above, ...(selection.directives ?? []).flatMap((each) => deciding(each) ?? [])];
  if (selection.kind !== Kind.FIELD) {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment ? ofSet(fragments, fragment.selectionSet, { key, conditions }) : [];
  }
  const { alias, name, selectionSet } = selection;
  if (name.value === '__typename') return [];
  const asked = { key: `${key}.${(alias ?? name).value}`, conditions };
  return [asked, ...(selectionSet ? ofSet(fragments, selectionSet, asked) : [])];
}
