import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { type Random, random } from './random.ts';

/** A document and variables for it, good and bad. */
export interface Question {
  readonly text: string;
  readonly variables: Record<string, unknown>[];
}

interface State {
  readonly schema: GraphQLSchema;
  readonly rng: Random;
  readonly fragments: string[];
  readonly used: Set<string>;
}

/** Every variable a document may use, with what it may be given. */
const VARIABLES: Record<string, { type: string; values: readonly unknown[] }> = {
  on: { type: 'Boolean!', values: [true, false, true, false, true, null, 'yes'] },
  off: { type: 'Boolean! = false', values: [true, false, undefined] },
  maybe: { type: 'Boolean = true', values: [true, null, false, undefined] },
  int: { type: 'Int', values: [1, 2, null, undefined, 'x'] },
  intWithDefault: { type: 'Int = 4', values: [1, null, undefined] },
  text: { type: 'String', values: ['t', null, undefined] },
  color: { type: 'Color', values: ['RED', 'BLUE', null, undefined, 'MAUVE'] },
  filter: {
    type: 'Filter',
    values: [{}, { n: 1 }, { n: null, c: 'RED', list: ['a', null] }, null, undefined, { n: 'x' }],
  },
  list: { type: '[Int!]', values: [[1, 2], [], 3, null, undefined, [null]] },
  picky: { type: 'Picky', values: [2, 'x', 3, null, undefined] },
};

/** A random document for a schema; not all of them are valid. */
export function randomQuestion(schema: GraphQLSchema, seed: number): Question {
  const rng = random(seed);
  const isMutation = rng.chance(0.2);
  const root = isMutation ? schema.getMutationType() : schema.getQueryType();
  const state: State = { schema, rng, fragments: [], used: new Set() };
  const selection = selectionOn(state, root as GraphQLCompositeType, 3);
  const declared = [...state.used].map((name) => `$${name}: ${VARIABLES[name]?.type}`).join(', ');
  const text = `${isMutation ? 'mutation' : 'query'} Q${declared && `(${declared})`} ${selection} ${state.fragments.join(' ')}`;
  return { text, variables: Array.from({ length: 3 }, () => variablesFor(state)) };
}

function variablesFor({ rng, used }: State): Record<string, unknown> {
  const given = [...used].flatMap((name) => {
    const values = VARIABLES[name]?.values ?? [];
    const value = rng.chance(0.8) ? values[rng.int(2)] : rng.pick(values);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

function selectionOn(state: State, type: GraphQLCompositeType, depth: number): string {
  const { rng } = state;
  const parts = Array.from({ length: 1 + rng.int(4) }, () => part(state, type, depth));
  return `{ ${parts.join(' ')} }`;
}

function part(state: State, type: GraphQLCompositeType, depth: number): string {
  const { rng } = state;
  if (rng.chance(0.1)) return `${alias(rng)}__typename${directives(state)}`;
  if (rng.chance(0.03) && type.name === 'Query') return INTROSPECTION;
  if (rng.chance(0.2) || isUnionType(type)) return fragment(state, type, depth);
  return field(state, type, depth);
}

const INTROSPECTION =
  '__schema { types { name kind fields { name type { name ofType { name } } } } } __type(name: "One") { name }';

function fragment(state: State, type: GraphQLCompositeType, depth: number): string {
  const { rng, schema, fragments } = state;
  const others = [...possible(schema, type), ...(isInterfaceType(type) ? [type] : [])];
  const on = rng.pick(others);
  const selection = selectionOn(state, on, depth - 1);
  if (rng.chance(0.2) && !isUnionType(type)) return `...${directives(state)} ${selectionOn(state, type, depth - 1)}`;
  if (rng.chance(0.6)) return `... on ${on.name}${directives(state)} ${selection}`;
  const name = `F${fragments.length}`;
  fragments.push(`fragment ${name} on ${on.name} ${selection}`);
  return `...${name}${directives(state)} ${rng.chance(0.3) ? `...${name}` : ''}`;
}

const possible = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
  isObjectType(type) ? [type] : schema.getPossibleTypes(type);

function field(state: State, type: GraphQLCompositeType, depth: number): string {
  const { rng } = state;
  if (isUnionType(type)) return '__typename';
  const fields = Object.values(type.getFields()).filter(
    ({ type: answer }) => depth > 0 || !isCompositeType(getNamedType(answer)),
  );
  const chosen = rng.pick(fields);
  if (!chosen) return '__typename';
  const answer: GraphQLNamedType = getNamedType(chosen.type);
  const inner = isCompositeType(answer) ? selectionOn(state, answer, depth - 1) : '';
  return `${alias(rng)}${chosen.name}${given(state, chosen.args)}${directives(state)} ${inner}`;
}

const alias = (rng: Random): string => (rng.chance(0.15) ? `${rng.pick(['k', 'l', 'a'])}: ` : '');

const LITERALS: Record<string, readonly string[]> = {
  Int: ['1', '2', 'null', '$int', '$intWithDefault'],
  String: ['"x"', '""', 'null', '$text'],
  Color: ['RED', 'null', '$color'],
  Filter: ['{}', '{ n: 1, list: ["a", $text] }', '{ c: BLUE, n: $int }', 'null', '$filter'],
  Picky: ['2', '"ok"', '3', '$picky', '{ a: 1 }'],
};

function given(state: State, args: readonly GraphQLArgument[]): string {
  const { rng } = state;
  const texts = args.flatMap(({ name, type }) => {
    if (rng.chance(0.4)) return [];
    const literals = name === 'l' ? ['[1, 2]', '[$int]', '5', '$list'] : (LITERALS[getNamedType(type).name] ?? []);
    return [`${name}: ${use(state, rng.pick(literals))}`];
  });
  return texts.length > 0 ? `(${texts.join(', ')})` : '';
}

function directives(state: State): string {
  const { rng } = state;
  if (rng.chance(0.85)) return '';
  const value = use(state, rng.pick(['true', 'false', '$on', '$off', '$maybe']));
  return ` @${rng.pick(['skip', 'include'])}(if: ${value})`;
}

/** Notes the variables of a text. */
function use({ used }: State, text: string): string {
  for (const [, name] of text.matchAll(/\$(\w+)/g)) used.add(name as string);
  return text;
}
