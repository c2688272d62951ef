import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { pino } from 'pino';
import { openGraph } from '../../src/graph.ts';
import type { Limits } from '../../src/limits/table.ts';
import { compiler } from '../../src/live/compile.ts';
import { resolveStep } from '../../src/live/resolve.ts';
import { openPlanner } from '../../src/planning/open.ts';
import { emptyStore, testGraph, testUser } from './graph.ts';

const log = pino({ enabled: false });

/** Somebody who follows Ada's cart, which has this version. */
function openFollower(version: number, user = 'ada') {
  const store = emptyStore();
  store.carts.set('ada', version);
  const { supergraphSdl: sdl, sources } = testGraph(store);
  const planner = openPlanner({ supergraphSdl: sdl, log });
  const graph = openGraph({ sdl, sources, planner, limits: {} as Limits, openSchema: true });
  const compile = compiler();
  const compiled = (query: string, variables: Record<string, unknown> = {}) =>
    compile({ graph, document: parse(query), operationName: undefined, variables });
  return {
    compiled,
    step: (query: string, variables: Record<string, unknown> = {}) =>
      resolveStep({ sources, viewer: testUser(user), timeoutMs: 1_000 }, compiled(query, variables), {
        keys: { __typename: 'Cart', id: 'ada' },
        variables,
      }),
  };
}

const NAMED = 'subscription { mine: cartChanged { number: version } }';

describe('a step', () => {
  it('is answered under the names that its follower gave', async () => {
    const resolved = await openFollower(3).step(NAMED);
    expect(resolved).toMatchObject({ kind: 'answer', answer: { data: '{"mine":{"number":3}}', errors: [] } });
  });

  it('is gone for whom it does not belong to', async () => {
    expect(await openFollower(3, 'bob').step(NAMED)).toEqual({ kind: 'gone' });
  });

  it('has failed where nothing is left of it: at its field, by its owner', async () => {
    const resolved = await openFollower(Number.NaN).step(NAMED);
    expect(resolved).toMatchObject({
      kind: 'failed',
      error: { path: ['mine'], extensions: { serviceName: 'orders' } },
    });
  });
});

describe('conditions of a subscription', () => {
  const QUERY = `subscription ($less: Boolean! = true, $more: Boolean!) {
    cartChanged { id version @skip(if: $less) ... @include(if: $more) { again: version } }
  }`;

  it.each([
    [{ more: false }, { id: 'ada' }],
    [{ more: true }, { id: 'ada', again: 3 }],
    [
      { more: true, less: false },
      { id: 'ada', version: 3, again: 3 },
    ],
  ])('are decided by what the follower gave, or the default: %j', async (variables, cartChanged) => {
    const resolved = await openFollower(3).step(QUERY, variables);
    expect(resolved.kind === 'answer' && JSON.parse(resolved.answer.data)).toEqual({ cartChanged });
  });

  it('are part of no question: what is not wanted is not asked for', () => {
    const { compiled } = openFollower(3);
    expect(compiled(QUERY, { more: false }).entity.document.text).not.toMatch(/version|@/);
    expect(compiled(QUERY, { more: true }).entity.document.text).toMatch(/again ?: ?version/);
  });

  it.each([
    'subscription ($on: Boolean!) { cartChanged @include(if: $on) { id } }',
    'subscription ($on: Boolean!) { ... @include(if: $on) { cartChanged { id } } }',
    'subscription ($on: Boolean!) { ...F } fragment F on Subscription { cartChanged @skip(if: $on) { id } }',
  ])('are not for the field itself: %s', (query) => {
    for (const on of [true, false])
      expect(() => openFollower(3).compiled(query, { on })).toThrow(
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
      );
  });
});
