import { beside } from '../beside.ts';
import { pieceOf } from '../json-sink.ts';
import type { RequiredSelection } from '../planning/plan.ts';
import { and, type Condition, or, whenFalse, whenTrue } from './conditions.ts';
import type { Types } from './types.ts';

const keys = beside<readonly Required[], readonly string[]>();

/** Worked out once for a type. */
export const plainKeys = (required: readonly Required[]): readonly string[] | undefined => {
  const known = keys.get(required) ?? keys.set(required, namesIn(required));
  return known.length > 0 ? known : undefined;
};

/** The fields of a representation, if its type and plain fields are all that it holds. */
function namesIn(required: readonly Required[]): string[] {
  const isTyped = required.some(({ name, as }) => name === '__typename' && as === '__typename');
  const isPlain = isTyped && required.every(({ when, below }) => !when && !below);
  return isPlain ? required.map(({ name }) => name).filter((name) => name !== '__typename') : [];
}

/** What is required of objects on one level, by their type. */
export type Level = (typeName: unknown) => readonly Required[];

export interface Required {
  /** In the answer so far. */
  readonly name: string;
  /** In the representation. */
  readonly as: string;
  /** `,"name":`, as it is named there. */
  readonly prefix: Uint8Array;
  readonly when: Condition | undefined;
  readonly below: Level | undefined;
}

interface Wanted {
  readonly selection: RequiredSelection;
  readonly when: Condition | undefined;
}
/** Everything that is wanted of one object: the entity, or one inside of it. */
interface Place {
  readonly wanted: readonly Wanted[];
  readonly isInner: boolean;
}
type RequiredField = Extract<RequiredSelection, { kind: 'Field' }>;
export const unconditional = (selection: RequiredSelection): Wanted => ({ selection, when: undefined });

export function levelOf(place: Place, types: Types): Level {
  const byType = new Map<string, readonly Required[]>();
  const make = (typeName: string | undefined) => requiredOf(place, typeName, types);
  const untyped = make(undefined);
  return (typeName) => {
    if (typeof typeName !== 'string') return untyped;
    let known = byType.get(typeName);
    if (!known) {
      known = make(typeName);
      // Names come from data: only those of the schema are remembered.
      if (types.isObject(typeName)) byType.set(typeName, known);
    }
    return known;
  };
}

function requiredOf({ wanted, isInner }: Place, typeName: string | undefined, types: Types): readonly Required[] {
  const fields = new Map<string, { name: string; when: Condition | undefined; below: Wanted[]; leaf: boolean }>();

  function visit({ selection, when }: Wanted): void {
    if (selection.kind === 'Field') {
      add(selection, when);
      return;
    }
    const { typeCondition, selections, skipIf, includeIf } = selection;
    if (typeCondition !== undefined && !(typeName && types.namesOf(typeCondition).has(typeName))) return;
    const skipped = and(when, skipIf === undefined ? undefined : whenFalse(skipIf));
    const included = and(skipped, includeIf === undefined ? undefined : whenTrue(includeIf));
    for (const inner of selections) visit({ selection: inner, when: included });
  }

  function add({ name, as = name, selections }: RequiredField, when: Condition | undefined): void {
    const known = fields.get(as);
    const below = (selections ?? []).map(unconditional);
    if (!known) fields.set(as, { name, when, below, leaf: !selections });
    else fields.set(as, { ...known, when: or(known.when, when), below: [...known.below, ...below] });
  }

  // What is required by type means nothing to a subgraph that is not told the type.
  if (isInner && typeName && types.isObject(typeName) && wanted.some(isByType)) add(TYPENAME, undefined);
  for (const each of wanted) visit(each);
  return [...fields].map(([as, { name, when, below, leaf }]) => ({
    name,
    as,
    prefix: pieceOf(`,"${as}":`),
    when,
    below: leaf ? undefined : levelOf({ wanted: below, isInner: true }, types),
  }));
}

const TYPENAME: RequiredField = { kind: 'Field', name: '__typename' };

const isByType = ({ selection }: Wanted): boolean =>
  selection.kind === 'InlineFragment' &&
  (selection.typeCondition !== undefined || selection.selections.some((inner) => isByType(unconditional(inner))));
