import { type BooleanValueNode, type DirectiveNode, Kind, type SelectionNode, type VariableNode } from 'graphql';

/** What variables that decide `@skip` and `@include` are. */
export type Decided = ReadonlyMap<string, boolean>;

/** What a selection depends on, and the value for which it counts. */
interface Deciding {
  readonly condition: BooleanValueNode | VariableNode;
  readonly counts: boolean;
}

/** What the `@skip` and `@include` of a selection depend on. */
export const decidingOf = ({ directives = [] }: SelectionNode): readonly Deciding[] => directives.flatMap(ofDirective);

function ofDirective({ name, arguments: given }: DirectiveNode): readonly Deciding[] {
  const counts = { skip: false, include: true }[name.value];
  const condition = given?.find((argument) => argument.name.value === 'if')?.value;
  const decides = condition?.kind === Kind.BOOLEAN || condition?.kind === Kind.VARIABLE;
  return counts !== undefined && decides ? [{ condition, counts }] : [];
}

/** With the selection's own conditions added; undefined when it never counts. */
export function narrowed(above: Decided, selection: SelectionNode): Decided | undefined {
  const own = decidingOf(selection);
  if (own.length === 0) return above;
  const wanted = new Map(above);
  for (const { condition, counts } of own) {
    const decided = condition.kind === Kind.BOOLEAN ? condition.value : wanted.get(condition.name.value);
    if ((decided ?? counts) !== counts) return undefined;
    if (condition.kind === Kind.VARIABLE) wanted.set(condition.name.value, counts);
  }
  return wanted;
}

/** Whether a selection counts where variables are so; what depends on others does. */
export const counts = (selection: SelectionNode, decided: Decided): boolean =>
  narrowed(decided, selection) !== undefined;
