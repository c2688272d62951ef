import { suite } from '../suite.ts';

/** The schema as clients see it. */
export const introspection = suite({
  name: 'introspection',
  subgraphs: {
    a: {
      sdl: `
        "Where it begins."
        type Query {
          "One dish."
          dish(id: ID = "d1", secret: Int @inaccessible): Dish
          hidden: Hidden @inaccessible
          old: Int @deprecated(reason: "use dish")
        }
        type Dish @key(fields: "id") { id: ID!  name: String!  kind: Kind  tags: [[String!]!]  cost: Int @inaccessible }
        type Hidden @inaccessible { x: Int }
        enum Kind { COLD  WARM @deprecated  RAW @inaccessible }
        input Filter { kind: Kind = COLD  hidden: Int @inaccessible }
        union Thing @inaccessible = Dish
        scalar Color @specifiedBy(url: "https://example.com/color")
        directive @shown(by: Int = 1) on QUERY | FIELD`,
      root: { dish: { id: 'd1', name: 'Soup', kind: 'WARM' } },
      entities: { Dish: [{ id: 'd1', name: 'Soup', kind: 'WARM' }] },
    },
    b: {
      sdl: 'type Query { find(filter: Filter): Color } input Filter { kind: Kind = COLD } enum Kind { COLD WARM } scalar Color type Dish @key(fields: "id") { id: ID!  stars: Int }',
      entities: { Dish: [{ id: 'd1', stars: 4 }] },
    },
  },
  cases: [
    {
      name: 'fields of all subgraphs, without what is hidden',
      query: '{ __type(name: "Dish") { kind name fields { name } } }',
      data: {
        __type: {
          kind: 'OBJECT',
          name: 'Dish',
          fields: ['id', 'name', 'kind', 'tags', 'stars'].map((name) => ({ name })),
        },
      },
      asks: {},
    },
    {
      name: 'a type that is hidden, and one that is not there',
      query:
        '{ a: __type(name: "Hidden") { name } b: __type(name: "Thing") { name } c: __type(name: "Nope") { name } }',
      data: { a: null, b: null, c: null },
      asks: {},
    },
    {
      name: 'nothing of federation',
      query:
        '{ a: __type(name: "_Entity") { name } b: __type(name: "_Any") { name } c: __type(name: "join__Graph") { name } d: __type(name: "link__Import") { name } }',
      data: { a: null, b: null, c: null, d: null },
      asks: {},
    },
    {
      name: 'enum values, deprecated ones on demand',
      query:
        '{ __type(name: "Kind") { enumValues { name } all: enumValues(includeDeprecated: true) { name isDeprecated } } }',
      data: {
        __type: {
          enumValues: [{ name: 'COLD' }],
          all: [
            { name: 'COLD', isDeprecated: false },
            { name: 'WARM', isDeprecated: true },
          ],
        },
      },
    },
    {
      name: 'arguments and their defaults',
      query: '{ __type(name: "Query") { fields { name description args { name defaultValue type { name } } } } }',
      data: {
        __type: {
          fields: [
            {
              name: 'dish',
              description: 'One dish.',
              args: [{ name: 'id', defaultValue: '"d1"', type: { name: 'ID' } }],
            },
            {
              name: 'find',
              description: null,
              args: [{ name: 'filter', defaultValue: null, type: { name: 'Filter' } }],
            },
          ],
        },
      },
    },
    {
      name: 'input fields',
      query: '{ __type(name: "Filter") { inputFields { name defaultValue } } }',
      data: { __type: { inputFields: [{ name: 'kind', defaultValue: 'COLD' }] } },
    },
    {
      name: 'wrapped types',
      query:
        '{ __type(name: "Dish") { fields { name type { kind ofType { kind ofType { kind ofType { kind name } } } } } } }',
      data: {
        __type: {
          fields: [
            { name: 'id', type: { kind: 'NON_NULL', ofType: { kind: 'SCALAR', ofType: null } } },
            { name: 'name', type: { kind: 'NON_NULL', ofType: { kind: 'SCALAR', ofType: null } } },
            { name: 'kind', type: { kind: 'ENUM', ofType: null } },
            {
              name: 'tags',
              type: {
                kind: 'LIST',
                ofType: { kind: 'NON_NULL', ofType: { kind: 'LIST', ofType: { kind: 'NON_NULL', name: null } } },
              },
            },
            { name: 'stars', type: { kind: 'SCALAR', ofType: null } },
          ],
        },
      },
    },
    {
      name: 'deprecated fields',
      query: '{ __type(name: "Query") { fields(includeDeprecated: true) { name deprecationReason } } }',
      data: {
        __type: {
          fields: [
            { name: 'dish', deprecationReason: null },
            { name: 'old', deprecationReason: 'use dish' },
            { name: 'find', deprecationReason: null },
          ],
        },
      },
    },
    {
      name: 'the root types',
      query: '{ __schema { queryType { name } mutationType { name } subscriptionType { name } } }',
      data: { __schema: { queryType: { name: 'Query' }, mutationType: null, subscriptionType: null } },
      asks: {},
    },
    {
      name: 'mixed with data, in the order of the query',
      query:
        '{ __typename first: dish { stars } __schema { queryType { name } } dish { name } last: __type(name: "Color") { kind } }',
      data: {
        __typename: 'Query',
        first: { stars: 4 },
        __schema: { queryType: { name: 'Query' } },
        dish: { name: 'Soup' },
        last: { kind: 'SCALAR' },
      },
    },
    {
      name: 'with variables and conditions',
      query:
        'query ($name: String!, $no: Boolean!) { __type(name: $name) { name kind @skip(if: $no) } dish @include(if: $no) { id } __schema @skip(if: $no) { queryType { name } } }',
      variables: { name: 'Kind', no: true },
      data: { __type: { name: 'Kind' }, dish: { id: 'd1' } },
    },
    {
      name: 'in fragments',
      query:
        '{ ...A ... on Query { dish { ...B } } } fragment A on Query { t: __type(name: "Dish") { ...C } } fragment B on Dish { __typename stars } fragment C on __Type { name }',
      data: { t: { name: 'Dish' }, dish: { __typename: 'Dish', stars: 4 } },
    },
    {
      name: '__typename of the schema itself',
      query: '{ __schema { __typename queryType { __typename } } }',
      data: { __schema: { __typename: '__Schema', queryType: { __typename: '__Type' } } },
    },
  ],
});
