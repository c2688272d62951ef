import { composeServices } from '@apollo/composition';
import { parse, print } from 'graphql';
import { apolloPlanner } from '../../src/planning/apollo.ts';
import { schemasOf } from '../../src/supergraph/schemas.ts';
import { answerAlone, type Reference } from './answers/reference.ts';
import { type Log, openSubgraph } from './answers/subgraph.ts';
import { drawTruth, type Truth } from './answers/values.ts';
import { shrink } from './compare/shrink.ts';
import { differs, sorted, type Told } from './compare/verdict.ts';
import { type Contender, type Graph, openContender } from './contender.ts';
import { unplannable } from './exclusions.ts';
import { openFollower } from './live.ts';
import { withDefers } from './operations/defers.ts';
import { drawOperation, type Operation } from './operations/operation.ts';
import { mix } from './random.ts';
import { emptyReport, type Mode, type Report } from './report.ts';
import { drawWorld } from './world/draw.ts';
import type { World } from './world/model.ts';
import { subgraphSdl } from './world/sdl.ts';

/** Cases over one supergraph. */
export const CASES_A_WORLD = 100;
/** Cases of one operation, each over other data. */
const CASES_AN_OPERATION = 5;

/** Which cases to run. */
export interface Range extends Mode {
  readonly seed: number;
  /** The first case; a case is the same whatever ran before it. */
  readonly from: number;
  readonly cases: number;
  /** After how many differences to stop. */
  readonly most: number;
  /** Told before each case, so that somebody knows which one ended the process. */
  onCase?(index: number, soFar: Report): void;
  /** Whom to compare with the reference; this gateway over both of its planners unless somebody else is given. */
  readonly contenders?: (graph: Graph) => readonly Contender[];
}

/** Runs cases until all are run or too many differ. */
export async function runCases(range: Range): Promise<Report> {
  const { seed, from, cases, most, onCase, defer = false, live = false } = range;
  const { contenders = live ? oursLive : defer ? oursInParts : ours } = range;
  const report = emptyReport();
  let arena: Arena | undefined;
  let drawn: Drawn | undefined;
  for (let index = from; index < from + cases && report.differences.length < most; index++) {
    const number = Math.floor(index / CASES_A_WORLD);
    if (arena?.number !== number) arena = openArena({ seed, number, live, contenders }, report);
    const nth = Math.floor(index / CASES_AN_OPERATION);
    if (drawn?.nth !== nth) drawn = draw(arena, nth, { seed, defer, live });
    onCase?.(index, report);
    const { operation } = drawn;
    if (operation) await runCase(arena, operation, { report, index, seed: mix(seed, 'case', index) });
    else report.undrawn++;
  }
  return report;
}

const ours = (graph: Graph): readonly Contender[] => {
  const apollo = apolloPlanner(graph.supergraphSdl);
  return [openContender(graph, { planner: 'hive', apollo }), openContender(graph, { planner: 'apollo', apollo })];
};

/** What is deferred is planned by Apollo's planner alone. */
const oursInParts = (graph: Graph): readonly Contender[] => [
  openContender(graph, { planner: 'apollo', inParts: true }),
];

const oursLive = (graph: Graph): readonly Contender[] => {
  const apollo = apolloPlanner(graph.supergraphSdl);
  return [openFollower(graph, { planner: 'hive', apollo }), openFollower(graph, { planner: 'apollo', apollo })];
};

interface Drawn {
  readonly nth: number;
  /** Undefined when no valid one was found. */
  readonly operation: Operation | undefined;
}

function draw(
  { graph }: Arena,
  nth: number,
  { seed, defer, live }: Required<Pick<Range, 'seed' | 'defer' | 'live'>>,
): Drawn {
  const operation = drawOperation(graph.schemas.schema, mix(seed, 'operation', nth), live);
  return { nth, operation: operation && defer ? withDefers(operation, mix(seed, 'defer', nth)) : operation };
}

/** A supergraph with everybody who answers for it. */
interface Arena {
  readonly number: number;
  readonly world: World;
  readonly graph: Graph;
  readonly contenders: readonly Contender[];
}

/** The first supergraph that composes of those that belong to a number. */
function openArena(
  { seed, number, live, contenders }: Required<Pick<Range, 'seed' | 'live' | 'contenders'>> & { number: number },
  report: Report,
): Arena {
  for (let attempt = 0; ; attempt++) {
    const world = drawWorld(mix(seed, 'world', number, attempt), live);
    const services = world.subgraphs.map((name) => ({ name, url: '', typeDefs: parse(subgraphSdl(world, name)) }));
    const { supergraphSdl } = composeServices(services);
    if (supergraphSdl === undefined) {
      report.uncomposed++;
      continue;
    }
    report.worlds++;
    const subgraphs = world.subgraphs.map((name) => openSubgraph(world, name));
    const graph = { supergraphSdl, schemas: schemasOf(supergraphSdl), subgraphs };
    return { number, world, graph, contenders: contenders(graph) };
  }
}

async function runCase(
  arena: Arena,
  operation: Operation,
  { report, index, seed }: { report: Report; index: number; seed: number },
): Promise<void> {
  const { schema } = arena.graph.schemas;
  const truth = drawTruth(arena.world, seed);
  const reference = answerAlone(schema, truth, operation);
  report.cases++;
  if (reference.result.errors) report.withErrors++;
  for (const contender of arena.contenders) {
    const attempt = { truth, operation, schema, contender };
    const { why, log, excluded } = await judge(attempt, reference);
    report.questions += log.questions.length;
    if (excluded) exclude(report, `${excluded} (${contender.name})`);
    else if (why !== undefined)
      report.differences.push({ case: index, contender: contender.name, why, text: await explain(attempt, arena) });
  }
}

function exclude({ excluded }: Report, name: string): void {
  excluded[name] = (excluded[name] ?? 0) + 1;
}

interface Attempt {
  readonly truth: Truth;
  readonly operation: Operation;
  readonly schema: Graph['schemas']['schema'];
  readonly contender: Contender;
}

interface Judgement {
  /** Why the contender is not right; undefined when it is. */
  readonly why?: string | undefined;
  readonly answer?: Told;
  readonly log: Log;
  /** Why it is not compared. */
  readonly excluded?: string | undefined;
}

const newLog = (): Log => ({ fouls: [], mutations: [], questions: [] });

async function judge({ truth, operation, contender }: Attempt, { result, mutations }: Reference): Promise<Judgement> {
  const log = newLog();
  const told = toldOf(result);
  if (contender.inParts && told.errors.length > 0)
    return { log, excluded: 'deferred, and the right answer has errors' };
  const compared = contender.inParts ? sorted : (given: Told) => given;
  try {
    const answer = await contender.answer(operation, truth, log);
    const why = log.fouls[0] ?? differs(compared(answer), compared(told)) ?? otherOrder(log, mutations, told);
    return { why, answer, log };
  } catch (error) {
    return { why: `it threw ${(error as Error).stack}`, log, excluded: unplannable(error) };
  }
}

const toldOf = (result: Reference['result']): Told => {
  const { data, errors = [] } = JSON.parse(JSON.stringify(result));
  return { data, errors };
};

/** Mutations run one after the other. When one leaves no data at all, what follows it is nobody's promise. */
const otherOrder = (log: Log, mutations: readonly string[], { data }: Told): string | undefined =>
  data !== null && log.mutations.join() !== mutations.join()
    ? `mutations ran as ${log.mutations}, not as ${mutations}`
    : undefined;

async function explain(attempt: Attempt, { world, graph }: Arena): Promise<string> {
  const { truth, schema } = attempt;
  const again = (operation: Operation) => judge({ ...attempt, operation }, answerAlone(schema, truth, operation));
  const smallest = await shrink(
    schema,
    attempt.operation,
    async (operation) => (await again(operation)).why !== undefined,
  );
  const { why, answer, log } = await again(smallest);
  return [
    `## why\n${why}`,
    ...graph.subgraphs.map(({ name }) => `## subgraph ${name}\n${subgraphSdl(world, name)}`),
    `## operation\n${print(smallest.document)}\n${JSON.stringify(smallest.variables)}`,
    `## questions\n${log.questions.join('\n')}`,
    `## reference\n${JSON.stringify(answerAlone(schema, truth, smallest).result)}`,
    `## answer\n${JSON.stringify(answer)}`,
  ].join('\n');
}
