import { type Loaded, openBatches, type Wanted } from '../src/run/batches.ts';
import { recalling } from '../src/run/moments.ts';
import type { Question } from '../src/transport/question.ts';
import type { RequestContext } from '../src/transport/source.ts';
import { testUser } from './live/graph.ts';

const ADA = testUser('usr_ada');
const moment = { name: 'order:1@4', moving: { delivery: ['location'] } };
const context = { viewer: ADA, correlationId: 'test', signal: {} as never, moment };
const wantedOf = (subgraph: string, selection: string, set: Partial<Wanted> = {}) =>
  ({
    lookup: { id: 1, subgraph, selection, fragments: new Map(), variables: new Map(), carrier: 'representations' },
    texts: ['{"id":"1"}'],
    variables: {},
    context,
    ...set,
  }) as unknown as Wanted;

/** A queue that answers how often it has been asked. */
function counting(fault = false) {
  const asked = { times: 0 };
  const load = async (): Promise<Loaded> => {
    asked.times += 1;
    return { entities: [{ times: asked.times }], faults: fault ? [{ index: 0, path: [], fault: {} as never }] : [] };
  };
  const batches = recalling({ load });
  return async (wanted: Wanted) => (await batches.load(wanted)).entities[0]?.times;
}

const STILL = wantedOf('orders', '{...on Order{status}}');

it('what was loaded in a moment is loaded once in it, and belongs to whoever asked', async () => {
  const batches = recalling({ load: async () => ({ entities: [{ lines: [{ name: 'soup' }] }], faults: [] }) });
  const [first] = (await batches.load(STILL)).entities;
  Object.assign(first ?? {}, { lines: [] });
  expect((await batches.load(STILL)).entities).toEqual([{ lines: [{ name: 'soup' }] }]);
  const load = counting();
  expect([await load(STILL), await load(STILL)]).toEqual([1, 1]);
});

it('what moves is loaded each time, also where a fragment asks for it', async () => {
  const load = counting();
  const moving = wantedOf('delivery', '{...on Courier{location{latitude}}}');
  expect([await load(moving), await load(moving)]).toEqual([1, 2]);
  const lookup = {
    ...moving.lookup,
    selection: '{...F}',
    fragments: new Map([['F', 'fragment F on Courier{location}']]),
  };
  expect(await load({ ...moving, lookup })).toBe(3);
  // Another subgraph's field of the same name stays where it is.
  const elsewhere = wantedOf('orders', '{...on Order{location}}');
  expect([await load(elsewhere), await load(elsewhere)]).toEqual([4, 4]);
});

it('another moment, none, other rights, other variables or other entities are loaded anew', async () => {
  const load = counting();
  const others: Partial<Wanted>[] = [
    { context: { ...context, moment: { ...moment, name: 'order:1@5' } } },
    { context: { ...context, moment: undefined } },
    { context: { ...context, viewer: { ...ADA, roles: ['ADMIN'] } } },
    { variables: { size: 2 } },
    { texts: ['{"id":"2"}'] },
  ];
  expect(await load(STILL)).toBe(1);
  for (const [index, other] of others.entries()) expect(await load({ ...STILL, ...other })).toBe(index + 2);
  expect(await load(STILL)).toBe(1);
});

it('what went wrong is asked for again', async () => {
  const load = counting(true);
  expect([await load(STILL), await load(STILL)]).toEqual([1, 2]);
});

it('what several moments ask of a subgraph is asked at once, and in none of them', async () => {
  const asked: (string | undefined)[] = [];
  const ask = async ({ entities = [] }: Question, { moment: named }: RequestContext) => {
    asked.push(named?.name);
    return { data: { _entities: (entities[0]?.texts ?? []).map(() => ({})) } };
  };
  const batches = openBatches(new Map([['delivery', { ask }]]), {} as never);
  const wanted = (id: string, name: string) =>
    wantedOf('delivery', '{...on Courier{location}}', {
      texts: [JSON.stringify({ id })],
      value: () => ({ id }),
      context: { ...context, moment: { ...moment, name } },
    });
  const load = (...all: Wanted[]) => Promise.all(all.map((each) => batches.load(each)));
  await load(wanted('1', 'order:1@4'), wanted('2', 'order:2@4'));
  await load(wanted('1', 'order:1@4'), wanted('2', 'order:1@4'));
  await load(wanted('1', 'order:1@4'));
  expect(asked).toEqual([undefined, 'order:1@4', 'order:1@4']);
});
