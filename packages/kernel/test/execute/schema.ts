import {
  buildASTSchema,
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  parse,
} from 'graphql';
import { hash, type Random, random } from './random.ts';
import { valueAt } from './values.ts';

/** What resolvers were called with, in order. */
export type Calls = string[];

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const LEAVES = ['Int', 'String', 'Boolean', 'Float', 'ID', 'Color', 'Loose', 'Picky'];
const OBJECTS = ['One', 'Two', 'Three'];
const ABSTRACTS = ['Node', 'Either'];
const ARGUMENTS = [
  'x: Int',
  'x: Int! = 3',
  's: String = "s"',
  'c: Color',
  'f: Filter',
  'l: [Int!]',
  'f: Filter = { n: 5 }',
  'c: Color = GREEN',
  'p: Picky',
];

/** A random schema, some of whose fields have resolvers of their own; all of them answer by the hash of where they are. */
export function randomSchema(seed: number): GraphQLSchema {
  const rng = random(seed);
  const shared = fieldsOf(rng);
  const own = (extra: string) => `{ ${shared} ${extra} }`;
  const schema = buildASTSchema(
    parse(`
      enum Color { RED GREEN BLUE }
      scalar Loose
      scalar Picky
      input Filter { n: Int = 7  c: Color  list: [String] }
      interface Node { ${shared} }
      type One implements Node ${own('')}
      type Two implements Node ${own(`own: ${typeFor(rng)}`)}
      type Three ${own('')}
      union Either = One | Three
      type Query ${own(`${fieldsOf(rng, 'q')}`)}
      type Mutation ${own(`${fieldsOf(rng, 'm')}`)}
    `),
  );
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__')) bind(type, { schema, seed, rng });
    if (type.name === 'Picky') makePicky(type as GraphQLScalarType);
    if (isAbstractType(type) && rng.chance(0.5)) type.resolveType = kindOf;
  }
  return schema;
}

function kindOf(value: { kind: string; key: string }): string | Promise<string> {
  if (value.kind === 'Broken') throw new Error('no idea');
  return hash(value.key) % 2 ? value.kind : Promise.resolve(value.kind);
}

function fieldsOf(rng: Random, prefix = ''): string {
  return NAMES.map((name) => `${prefix}${name}${argumentsOf(rng)}: ${typeFor(rng)}`).join(' ');
}

function argumentsOf(rng: Random): string {
  if (rng.chance(0.6)) return '';
  const byName = new Map(
    Array.from({ length: 1 + rng.int(3) }, () => rng.pick(ARGUMENTS)).map((text) => [text[0], text]),
  );
  return `(${[...byName.values()].join(', ')})`;
}

function typeFor(rng: Random): string {
  const named = rng.chance(0.45) ? rng.pick(LEAVES) : rng.pick(rng.chance(0.7) ? OBJECTS : ABSTRACTS);
  const item = rng.chance(0.35) ? `[${named}${rng.chance(0.4) ? '!' : ''}]` : named;
  return `${item}${rng.chance(0.25) ? '!' : ''}`;
}

interface Binding {
  readonly schema: GraphQLSchema;
  readonly seed: number;
  readonly rng: Random;
}

/** Root fields and some others get a resolver; the rest are properties, getters and methods of their parent. */
function bind(type: ReturnType<GraphQLSchema['getQueryType']> & object, { schema, seed, rng }: Binding): void {
  const isRoot = type.name === 'Query' || type.name === 'Mutation';
  for (const field of Object.values(type.getFields())) {
    if (!isRoot && rng.chance(0.6)) continue;
    field.resolve = (source: unknown, args: object, calls: Calls, info: GraphQLResolveInfo) => {
      calls.push(described(source, args, info));
      const key = `${(source as { key?: string } | undefined)?.key ?? ''}/${info.fieldName}${JSON.stringify(args)}`;
      spoil(args);
      return valueAt(field.type, { schema, seed, key });
    };
  }
  if (!isRoot && rng.chance(0.3))
    type.isTypeOf = (value: { kind: string; key: string }) => {
      const agrees = value.kind === type.name && hash(`${value.key}type`) % 11 !== 0;
      return hash(value.key) % 3 ? agrees : Promise.resolve(agrees);
    };
}

/** What a resolver does to its arguments stays with it, but for defaults of the schema, which graphql-js hands out as they are. */
function spoil(args: { x?: unknown; l?: unknown; p?: unknown }): void {
  if (Array.isArray(args.l)) args.l.push('spoilt');
  if (typeof args.p === 'object' && args.p) Object.assign(args.p, { spoilt: true });
  args.x = 'spoilt';
}

function described(source: unknown, args: object, info: GraphQLResolveInfo): string {
  const { fieldName, fieldNodes, returnType, parentType, path, operation, rootValue, variableValues } = info;
  const at: (string | number | undefined)[] = [];
  for (let step: typeof path | undefined = path; step; step = step.prev) at.unshift(step.typename, step.key);
  return JSON.stringify([
    at,
    fieldName,
    fieldNodes.length,
    String(returnType),
    parentType.name,
    operation.name?.value,
    Object.keys(info.fragments),
    info.schema.getQueryType()?.name,
    rootValue === undefined,
    variableValues,
    args,
    (source as { key?: string } | undefined)?.key,
  ]);
}

function makePicky(type: GraphQLScalarType): void {
  const refuseOdd = (value: unknown) => {
    if (typeof value === 'number' && value % 2) throw new Error(`${value} is odd`);
    return value === 'nothing' ? undefined : value;
  };
  type.serialize = refuseOdd;
  type.parseValue = refuseOdd;
}
