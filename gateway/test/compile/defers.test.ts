import { parse } from 'graphql';
import { openEngine } from '../../src/engine.ts';
import { apolloPlanner } from '../../src/planning/apollo.ts';
import type { Planner } from '../../src/planning/port.ts';
import { parcels } from '../planning/supergraphs.ts';

const apollo = apolloPlanner(parcels);
const LATER = parse('{ parcels { name ... @defer { weight } } }');

it('tells at once what no planner has a way to tell later', () => {
  const asked: string[] = [];
  const planner: Planner = {
    name: 'apollo',
    plan(plannable) {
      asked.push(plannable.text);
      if (plannable.defer) throw new Error('no way');
      return apollo.plan(plannable);
    },
  };
  const engine = openEngine({ supergraphSdl: parcels, planner, sources: new Map() });
  expect(engine.compile(LATER, undefined, { defer: true }).defers).toBe(false);
  expect(asked).toEqual([expect.stringContaining('@defer'), expect.not.stringContaining('@defer')]);
});

it('tells at once, without a look for parts, what Apollo’s planner would never be done with', () => {
  const asked: boolean[] = [];
  const planner: Planner = {
    name: 'apollo',
    plan(plannable) {
      asked.push(plannable.defer);
      return apollo.plan(plannable);
    },
  };
  const engine = openEngine({ supergraphSdl: parcels, planner, sources: new Map() });
  const document = parse('{ media { id ... on Book @defer { title } } }');
  expect(engine.compile(document, undefined, { defer: true }).defers).toBe(false);
  expect(asked).toEqual([false]);
});

it('tells later what may follow', () => {
  const engine = openEngine({ supergraphSdl: parcels, planner: apollo, sources: new Map() });
  expect(engine.compile(LATER, undefined, { defer: true }).defers).toBe(true);
  expect(engine.compile(LATER).defers).toBe(false);
});
