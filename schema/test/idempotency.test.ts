import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, isInputObjectType, isNonNullType } from 'graphql';
import { supergraphSdl } from '../sdl.ts';

const graph: GraphQLSchema = Supergraph.build(supergraphSdl()).apiSchema().toGraphQLJSSchema();
const fields = Object.values(graph.getMutationType()?.getFields() ?? {});

/** Mutations that need no key although they may move money or stock: a lifecycle makes each move once, a repeat is refused and changes nothing. A kitchen may send one, and is answered the same then. */
const BY_LIFECYCLE = [
  'sellerOrderAccept',
  'sellerOrderPrepare',
  'sellerOrderReady',
  'sellerOrderReject',
  'deliveryOfferAccept',
  'deliveryOfferDecline',
  'deliveryArrive',
  'deliveryPickUp',
  'deliveryComplete',
];

/** Mutations of domains in which every change is money or stock. Setting a rule to what it is moves nothing. */
const MOVING =
  /^(payment|wallet|payout|commission|escrow|stock(?!RulesSet|LocationUpdate)|checkout|orderCancel|refund)/;

const takesKey = (name: string): boolean => {
  const input = fields.find((field) => field.name === name)?.args.find((argument) => argument.name === 'input')?.type;
  const shape = input && isNonNullType(input) ? input.ofType : input;
  const key = isInputObjectType(shape) ? shape.getFields().idempotencyKey : undefined;
  return key !== undefined && isNonNullType(key.type);
};

describe('a mutation that moves money or stock (X4)', () => {
  const moving = fields.map(({ name }) => name).filter((name) => MOVING.test(name));

  it.each(moving)('%s takes an idempotency key', (name) => expect(takesKey(name)).toBe(true));

  it('is one of these', () =>
    expect(moving).toEqual(
      expect.arrayContaining([
        'checkout',
        'orderCancel',
        'paymentRefund',
        'payoutPay',
        'payoutPrepare',
        'stockAdjust',
        'walletTopUp',
      ]),
    ));

  it('or is a move that a lifecycle makes once', () =>
    expect(BY_LIFECYCLE.filter((name) => !fields.some((field) => field.name === name))).toEqual([]));
});
