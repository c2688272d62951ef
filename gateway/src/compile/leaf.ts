import { type GraphQLLeafType, isEnumType } from 'graphql';

/** A leaf value as JSON text; empty when the value is none of its type. */
export type LeafText = (value: unknown) => string;

/** How values of this type are written. Subgraphs have serialized them; what fits no rule of the type is no answer. */
export function leafText(type: GraphQLLeafType): LeafText {
  if (isEnumType(type)) return enumText(new Set(type.getValues().map(({ name }) => name)));
  return BUILT_IN[type.name] ?? anyText;
}

const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);

const BUILT_IN: Readonly<Record<string, LeafText>> = {
  Int: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value <= INT_MAX && value >= INT_MIN ? `${value}` : '',
  Float: (value) => (typeof value === 'number' ? `${value}` : ''),
  Boolean: (value) => (value === true ? 'true' : value === false ? 'false' : ''),
  String: (value) => (typeof value === 'string' ? quoted(value) : ''),
  ID: (value) => (typeof value === 'string' ? quoted(value) : Number.isInteger(value) ? `"${value}"` : ''),
};

const enumText = (names: ReadonlySet<string>): LeafText => {
  const texts = new Map([...names].map((name) => [name, `"${name}"`]));
  return (value) => texts.get(value as string) ?? '';
};

/** A custom scalar is whatever its subgraph says. */
const anyText: LeafText = (value) =>
  typeof value === 'string' ? quoted(value) : ((JSON.stringify(value) as string | undefined) ?? '');

/** Control characters, quotes, backslashes and surrogates, of which some must be escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters JSON escapes
const SPECIAL = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** A string as JSON. Most need no escaping, and looking is much cheaper than `JSON.stringify`. */
export const quoted = (text: string): string => (SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
