import { Kind, parse } from 'graphql';

/** Whether an operation selects nothing but `__typename` of its root type, which is the same in every subgraph's eyes. */
export function asksNothing(text: string): boolean {
  if (!text.includes('__typename') || text.indexOf('{') !== text.lastIndexOf('{')) return false;
  const operation = parse(text, { noLocation: true }).definitions[0];
  return (
    operation?.kind === Kind.OPERATION_DEFINITION &&
    operation.selectionSet.selections.every(
      (selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename',
    )
  );
}
