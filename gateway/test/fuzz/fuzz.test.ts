import { Kind, parse, print, visit } from 'graphql';
import type { Told } from './compare/verdict.ts';
import { type Contender, type Graph, openContender } from './contender.ts';
import type { Operation } from './operations/operation.ts';
import { described, type Mode } from './report.ts';
import { runCases } from './run.ts';
import { runSpread } from './shards.ts';

const SEED = 303;
const CASES = 150;

it.each<[string, Mode, number]>([
  ['at once', {}, CASES],
  ['in parts', { defer: true }, 50],
  ['step by step', { live: true }, 100],
])(
  'answers %s like graphql-js over one schema',
  async (_how, mode, cases) => {
    const report = await runCases({ seed: SEED, from: 0, cases, most: 1, ...mode });
    expect(report.differences.map((difference) => described(difference, { seed: SEED, ...mode })).join('\n')).toBe('');
    expect(report.cases + report.undrawn).toBe(cases);
    expect(report.withErrors).toBeGreaterThan(0);
  },
  600_000,
);

// A rare difference that nobody knew of yet must not stop a change that has nothing to do with it.
const whereNobodyWaits = process.env.CI ? it.skip : it;

whereNobodyWaits(
  'answers like graphql-js over a supergraph that nobody has seen',
  async () => {
    const seed = Math.floor(Math.random() * 1e9);
    const range = { seed, from: 0, cases: 100, most: 1 };
    const { differences } = await runSpread({ ...range, processes: 1, onProgress: () => {} });
    expect(differences.map((difference) => described(difference, { seed })).join('\n')).toBe('');
  },
  600_000,
);

/** A gateway with a defect. */
type Defect = (gateway: Contender, ...asked: Parameters<Contender['answer']>) => Promise<Told>;

const DEFECTS: Readonly<Record<string, Defect>> = {
  async 'swallows an error'(gateway, ...asked) {
    const { data, errors } = await gateway.answer(...asked);
    return { data, errors: errors.slice(1) };
  },
  async 'tells of an error that never was'(gateway, ...asked) {
    const { data, errors } = await gateway.answer(...asked);
    return { data, errors: [...errors, { message: 'oh', path: Object.keys(data ?? {}).slice(0, 1) }] };
  },
  async 'answers null'(gateway, ...asked) {
    const { data, errors } = await gateway.answer(...asked);
    return { data: withNull(data), errors };
  },
  async 'answers in another order'(gateway, ...asked) {
    const { data, errors } = await gateway.answer(...asked);
    return { data: data && Object.fromEntries(Object.entries(data).reverse()), errors };
  },
  'ignores @skip': (gateway, operation, ...asked) => gateway.answer(unskipped(operation), ...asked),
  async 'runs mutations twice'(gateway, ...asked) {
    await gateway.answer(...asked);
    return gateway.answer(...asked);
  },
};

it.each(Object.entries(DEFECTS))(
  'finds a gateway that %s',
  async (_what, defect) => {
    const contenders = (graph: Graph): Contender[] => {
      const gateway = openContender(graph, { planner: 'hive' });
      return [{ name: 'defect', answer: (...asked) => defect(gateway, ...asked) }];
    };
    const { differences } = await runCases({ seed: SEED, from: 0, cases: CASES, most: 1, contenders });
    expect(differences).toHaveLength(1);
  },
  600_000,
);

/** The first field that is there, without its value. */
function withNull(data: unknown): unknown {
  const [first, ...others] = Object.entries(data ?? {});
  return first ? Object.fromEntries([[first[0], null], ...others]) : data;
}

function unskipped({ text, variables }: Operation): Operation {
  const document = visit(parse(text), {
    [Kind.DIRECTIVE]: ({ name }: { name: { value: string } }) => (name.value === 'skip' ? null : undefined),
  });
  return { text: print(document), document, variables };
}
