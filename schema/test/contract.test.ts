import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, findBreakingChanges, type GraphQLSchema, isInputObjectType, isObjectType } from 'graphql';
import { eventCatalogue, eventsByDomain, publisherOf } from '../events/index.ts';
import { supergraphSdl } from '../sdl.ts';

const publicGraph: GraphQLSchema = Supergraph.build(supergraphSdl()).apiSchema().toGraphQLJSSchema();
const contract = buildSchema(readFileSync(new URL('../contract.graphql', import.meta.url), 'utf8'));

describe('the public graph', () => {
  it('keeps everything that clients are written against', () => {
    expect(findBreakingChanges(contract, publicGraph)).toEqual([]);
  });

  it('would notice a field that goes, a type that changes, a new demand', () => {
    const was = buildSchema('type Query { a: Int  b(x: Int): String! }');
    const is = buildSchema('type Query { b(x: Int!): String }');
    expect(findBreakingChanges(was, is)).toHaveLength(3);
  });

  it('shows nothing that is only for services', () => {
    const fields = ['Query', 'Mutation'].flatMap((name) =>
      Object.keys((publicGraph.getType(name) as never as { getFields(): object }).getFields()),
    );
    const internal = [
      'sessionStates',
      'orderingCustomer',
      'itemsForOrder',
      'stockLevels',
      'stockHold',
      'stockRelease',
      'sellerOrderHandOver',
      'paymentOpen',
      'paymentVoid',
    ];
    expect(fields.filter((field) => internal.includes(field) || field.endsWith('Open'))).toEqual([]);
  });

  it('explains itself: every root field and every type has words', () => {
    const types = Object.values(publicGraph.getTypeMap()).filter(
      ({ name }) => !/^(__.*|String|Int|Float|Boolean|ID)$/.test(name),
    );
    const roots = types.filter(isObjectType).filter(({ name }) => /^(Query|Mutation|Subscription)$/.test(name));
    const fields = roots.flatMap((root) => Object.values(root.getFields()));
    // What a payload, a page or an input is follows from the field that uses it.
    const plain = types.filter(
      (type) =>
        !(
          isInputObjectType(type) ||
          /(^Query|^Mutation|^Subscription|Payload|Connection|Edge|ErrorCode)$/.test(type.name)
        ),
    );
    expect([...fields, ...plain].filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });
});

describe('the events', () => {
  it('are facts: noun.past-participle, each told by one domain', () => {
    for (const type of Object.keys(eventCatalogue)) expect(type).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
    const count = Object.values(eventsByDomain).reduce((sum, events) => sum + Object.keys(events).length, 0);
    expect(count).toBe(Object.keys(eventCatalogue).length);
    expect(publisherOf('payment.captured')).toBe('payments');
  });
});
