import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { isValid } from '../../src/admission/valid.ts';

const schema = buildSchema(`
  directive @once on FIELD | QUERY
  interface Named { name: String! }
  type Shop implements Named { name: String! city: String items(first: Int!, tags: [String!], by: By): [Item!]! }
  type Item implements Named { name: String! price: Int! shop: Shop! }
  input By { name: String price: Int = 1 }
  union Thing = Shop | Item
  enum Color { RED GREEN }
  type Query { shop(id: ID!): Shop thing(color: Color): Thing named: Named }
  type Mutation { rename(name: String!): Shop }
  type Subscription { renamed: Shop added: Item }
`);

const VALID = [
  '{ shop(id: 1) { name } }',
  'query A($id: ID!, $first: Int = 3) { shop(id: $id) { ...S } } fragment S on Shop { items(first: $first) { price } }',
  '{ thing { ... on Shop { city } ... on Item { shop { name } } __typename } }',
  '{ named { name ... on Item { price } } other: named { name } }',
  'query A { named { name } } query B { named { name } }',
  'mutation { rename(name: "x") { name } }',
  'subscription { renamed { name } }',
  '{ shop(id: "a") @once { items(first: 1, by: { name: "b" }, tags: ["c"]) { name } } }',
  'query Q($yes: Boolean!) { shop(id: 1) @include(if: $yes) { name @skip(if: $yes) } }',
  '{ __schema { types { name fields { type { name } } } } }',
];

const INVALID = [
  '{ shop(id: 1) { nothing } }',
  '{ shop { name } }',
  '{ shop(id: 1, more: 2) { name } }',
  '{ shop(id: 1, id: 2) { name } }',
  '{ shop(id: 1) }',
  '{ shop(id: 1) { name { first } } }',
  '{ shop(id: 1) { ...Unknown } }',
  '{ shop(id: 1) { ...S } } fragment S on Shop { ...S }',
  '{ shop(id: 1) { ...S } } fragment S on Item { price }',
  '{ shop(id: 1) { name } } fragment S on Shop { name }',
  'fragment S on Nothing { name } { shop(id: 1) { ...S } }',
  '{ thing { name } }',
  '{ thing { ... on Color { name } } }',
  '{ thing(color: BLUE) { __typename } }',
  '{ thing(color: "RED") { __typename } }',
  '{ a: shop(id: 1) { name } a: shop(id: 2) { name } }',
  '{ named { ... on Shop { x: city } ... on Item { x: price } } }',
  'query A { named { name } } query A { named { name } }',
  'query A { named { name } } { named { name } }',
  'query A($id: ID!, $id: ID!) { shop(id: $id) { name } }',
  'query A($id: ID) { shop(id: $id) { name } }',
  'query A($id: Shop) { named { name } }',
  'query A($id: ID!) { named { name } }',
  '{ shop(id: $id) { name } }',
  '{ shop(id: 1) @unknown { name } }',
  '{ shop(id: 1) @once @once { name } }',
  '{ shop(id: 1) { ... @once { name } } }',
  '{ shop(id: 1) @include { name } }',
  '{ shop(id: 1) { items(first: "one") { name } } }',
  '{ shop(id: 1) { items(first: 1, by: { name: "a", name: "b" }) { name } } }',
  '{ shop(id: 1) { items(first: 1, by: { color: RED }) { name } } }',
  '{ shop(id: 1) { items(first: 1, tags: [1]) { name } } }',
  'subscription { renamed { name } added { name } }',
  'type More { name: String } { named { name } }',
  'query ($by: By = { price: "x" }) { shop(id: 1) { items(first: 1, by: $by) { name } } }',
];

const both = (document: DocumentNode, rules: readonly ValidationRule[] = specifiedRules) => [
  isValid(document, { schema, rules }),
  validate(schema, document, rules).length === 0,
];

describe('the quick judgement of a document', () => {
  it.each(VALID)('is graphql-js’ own: %s', (text) => {
    expect(both(parse(text))).toEqual([true, true]);
  });

  it.each(INVALID)('is graphql-js’ own where it refuses: %s', (text) => {
    expect(both(parse(text, { noLocation: true }))).toEqual([false, false]);
  });

  it('leaves out what a rule does not want to look at, and only for this rule', () => {
    const seen: string[] = [];
    const skipping: ValidationRule = () => ({
      [Kind.FIELD]: ({ name }: FieldNode) => (name.value === 'shop' ? false : void seen.push(`skipping ${name.value}`)),
    });
    const looking: ValidationRule = () => ({ Field: { leave: ({ name }) => void seen.push(`looking ${name.value}`) } });
    const document = parse('{ shop(id: 1) { city } named { name } }');
    expect(isValid(document, { schema, rules: [skipping, looking] })).toBe(true);
    expect(seen).toEqual([
      'looking city',
      'looking shop',
      'skipping named',
      'skipping name',
      'looking name',
      'looking named',
    ]);
  });

  it('hears a rule that speaks at the end', () => {
    const late: ValidationRule = (context) => ({
      Document: { leave: (node) => context.reportError(new GraphQLError('no', { nodes: node })) },
    });
    expect(both(parse('{ named { name } }'), [late])).toEqual([false, false]);
  });
});
