import { type GraphQLLeafType, isEnumType } from 'graphql';
import { putJson, putPlain, putQuoted, type Sink } from '../json-sink.ts';

/** Writes a leaf value as JSON; false, and nothing is written, when the value is none of its type. */
export type PutLeaf = (sink: Sink, value: unknown) => boolean;

/** How values of this type are written. Subgraphs have serialized them; what fits no rule of the type is no answer. */
export function putLeafOf(type: GraphQLLeafType): PutLeaf {
  if (isEnumType(type)) return putEnum(new Set(type.getValues().map(({ name }) => name)));
  return BUILT_IN[type.name] ?? putAny;
}

const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);

const isInt = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value <= INT_MAX && value >= INT_MIN;

const plainly = (sink: Sink, value: unknown): boolean => {
  putPlain(sink, `${value}`);
  return true;
};

const quotedly = (sink: Sink, value: string): boolean => {
  putQuoted(sink, value);
  return true;
};

const BUILT_IN: Readonly<Record<string, PutLeaf>> = {
  Int: (sink, value) => isInt(value) && plainly(sink, value),
  Float: (sink, value) => typeof value === 'number' && plainly(sink, value),
  Boolean: (sink, value) => typeof value === 'boolean' && plainly(sink, value),
  String: (sink, value) => typeof value === 'string' && quotedly(sink, value),
  ID: (sink, value) =>
    typeof value === 'string' ? quotedly(sink, value) : Number.isInteger(value) && quotedly(sink, `${value}`),
};

const putEnum =
  (names: ReadonlySet<string>): PutLeaf =>
  (sink, value) =>
    names.has(value as string) && quotedly(sink, value as string);

/** A custom scalar is whatever its subgraph says. */
export const putAny: PutLeaf = (sink, value) => {
  if (typeof value === 'string') return quotedly(sink, value);
  if (Number.isFinite(value) || value === null) return plainly(sink, value);
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return false;
  putJson(sink, text);
  return true;
};
