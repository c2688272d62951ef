import { isDeepStrictEqual } from 'node:util';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** An object of which nothing is known yet. */
export type Record = { readonly [name: string]: unknown };

/** The `@key`s of every type. */
export function keysOf(typeDefs: DocumentNode): Map<string, SelectionSetNode[]> {
  const keys = new Map<string, SelectionSetNode[]>();
  const enter = ({ name, directives = [] }: Pick<ObjectTypeDefinitionNode, 'name' | 'directives'>) => {
    for (const directive of directives.filter((each) => each.name.value === 'key')) {
      const fields = directive.arguments?.find((argument) => argument.name.value === 'fields')?.value;
      const [operation] = parse(`{ ${fields?.kind === Kind.STRING ? fields.value : ''} }`).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) continue;
      keys.set(name.value, [...(keys.get(name.value) ?? []), operation.selectionSet]);
    }
  };
  visit(typeDefs, {
    ObjectTypeDefinition: enter,
    ObjectTypeExtension: enter,
    InterfaceTypeDefinition: enter,
    InterfaceTypeExtension: enter,
  });
  return keys;
}

/** The record that a representation means, with what the representation carries beside its key; null when there is none. */
export function found(
  records: readonly Record[],
  { type, representation, keys }: { type: string; representation: Record; keys: readonly SelectionSetNode[] },
): object | null {
  const carried = keys.filter((key) => holds(representation, key));
  if (carried.length === 0) throw new Error(`no key of ${type} in ${JSON.stringify(representation)}`);
  const same = (record: Record) =>
    carried.some((key) => holds(record, key)) &&
    carried.every((key) => !holds(record, key) || isDeepStrictEqual(picked(record, key), picked(representation, key)));
  const record = records.find(same);
  if (!record) return null;
  const { __typename, ...fields } = representation;
  return merged(record, fields) as object;
}

const fieldsOf = ({ selections }: SelectionSetNode) => selections as readonly FieldNode[];

function holds(value: unknown, selection: SelectionSetNode): boolean {
  if (Array.isArray(value)) return value.every((element) => holds(element, selection));
  if (typeof value !== 'object' || value === null) return false;
  return fieldsOf(selection).every(({ name, selectionSet }) => {
    const inner = (value as Record)[name.value];
    return inner !== undefined && (selectionSet === undefined || inner === null || holds(inner, selectionSet));
  });
}

function picked(value: unknown, selection: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((element) => picked(element, selection));
  if (typeof value !== 'object' || value === null) return value;
  const pick = ({ name, selectionSet }: FieldNode) => {
    const inner = (value as Record)[name.value];
    return [name.value, selectionSet ? picked(inner, selectionSet) : inner];
  };
  return Object.fromEntries(fieldsOf(selection).map(pick));
}

function merged(record: unknown, representation: unknown): unknown {
  if (Array.isArray(record) && Array.isArray(representation) && record.length === representation.length)
    return record.map((element, index) => merged(element, representation[index]));
  if (!isRecord(record) || !isRecord(representation)) return representation;
  const result: { [name: string]: unknown } = { ...record };
  for (const [name, value] of Object.entries(representation))
    result[name] = name in record ? merged(record[name], value) : value;
  return result;
}

const isRecord = (value: unknown): value is Record =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
