import { jest } from '@jest/globals';
import { parse } from 'graphql';
import { parcels } from './supergraphs.ts';

const missing = new Error('Cannot find native binding.');
jest.unstable_mockModule('../../src/planning/hive.ts', () => ({
  hivePlanner: () => {
    throw missing;
  },
}));

it('plans with Apollo’s planner where there is no Rust one, and says so once', async () => {
  const { openPlanner } = await import('../../src/planning/open.ts');
  const log = { warn: jest.fn() };
  const planner = openPlanner({ supergraphSdl: parcels, log });
  expect(planner.name).toBe('apollo');
  const text = '{ parcels { name weight } }';
  const plan = planner.plan({ document: parse(text), text, operationName: undefined, defer: false });
  expect(plan.node).toMatchObject({ kind: 'Sequence', nodes: [{ subgraph: 'parcels' }, { subgraph: 'scales' }] });
  expect(log.warn.mock.calls).toEqual([[{ err: missing }, expect.stringContaining('Apollo’s plans instead')]]);
});
