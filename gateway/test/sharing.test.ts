import { anonymous, type Viewer } from '@app/kernel/viewer';
import { type ExecutionResult, parse } from 'graphql';
import type { Execution } from '../src/execution/federation.ts';
import { shareReads } from '../src/caches/sharing.ts';

const READ = parse('query Menu($id: ID) { menu(id: $id) }');
const WRITE = parse('mutation { order }');
const BOTH = parse('query A { a } mutation B { b }');
const nobody = anonymous('gateway');
const ada: Viewer = { ...nobody, kind: 'user', id: 'usr_ada', sessionId: 'ses_1', roles: ['CUSTOMER'] };

/** Runs that end when told to. */
function openRuns() {
  const runs: { execution: Execution; answer(result?: ExecutionResult): void; fail(error: Error): void }[] = [];
  const sharing = shareReads(
    (execution) =>
      new Promise((answer, fail) => {
        runs.push({ execution, answer: (result = { data: {} }) => answer(result), fail });
      }),
  );
  const ask = (given: Partial<Execution> & { viewer?: Viewer } = {}) => {
    const { viewer = nobody, ...rest } = given;
    const context = { viewer, correlationId: 'req', signal: new AbortController().signal };
    return sharing.execute({ document: READ, variables: {}, context, ...rest });
  };
  return { runs, ask, changed: sharing.changed };
}

it('runs equal reads that meet in flight once, and all get the answer', async () => {
  const { runs, ask } = openRuns();
  const answers = [ask(), ask(), ask()];
  runs[0]?.answer({ data: { menu: 1 } });
  expect(await Promise.all(answers)).toEqual(Array(3).fill({ data: { menu: 1 } }));
  expect(runs).toHaveLength(1);
});

it('remembers nothing after the answer', async () => {
  const { runs, ask } = openRuns();
  const first = ask();
  runs[0]?.answer();
  await first;
  void ask();
  expect(runs).toHaveLength(2);
});

it('gives a failure to all who waited, and to nobody after them', async () => {
  const { runs, ask } = openRuns();
  const answers = Promise.allSettled([ask(), ask()]);
  runs[0]?.fail(new Error('down'));
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  void ask();
  expect(runs).toHaveLength(2);
});

it.each([
  ['another viewer', { viewer: ada }, {}],
  ['other roles', { viewer: ada }, { viewer: { ...ada, roles: ['ADMIN'] } }],
  ['other businesses', { viewer: ada }, { viewer: { ...ada, businessIds: ['biz_1'] } }],
  ['another session', { viewer: ada }, { viewer: { ...ada, sessionId: 'ses_2' } }],
  ['other variables', {}, { variables: { id: '2' } }],
  ['another document', {}, { document: parse('{ other }') }],
  ['another operation', { document: BOTH, operationName: 'A' }, { document: BOTH, operationName: 'B' }],
])('never joins a read of %s', (_what, one, other) => {
  const { runs, ask } = openRuns();
  void ask(one);
  void ask(other);
  expect(runs).toHaveLength(2);
});

it('never joins writes', () => {
  const { runs, ask } = openRuns();
  void ask({ document: WRITE });
  void ask({ document: WRITE });
  void ask({ document: BOTH, operationName: 'B' });
  void ask({ document: BOTH, operationName: 'B' });
  expect(runs).toHaveLength(4);
});

it('never lets a read that begins after a write was answered join one that began before', async () => {
  const { runs, ask } = openRuns();
  void ask();
  const write = ask({ document: WRITE });
  runs[1]?.answer();
  await write;
  void ask();
  expect(runs).toHaveLength(3);
});

it('never lets a read that begins after a live event join one that began before', () => {
  const { runs, ask, changed } = openRuns();
  void ask();
  changed();
  void ask();
  expect(runs).toHaveLength(2);
});

it('joins only what has just begun', async () => {
  const { runs, ask } = openRuns();
  void ask();
  await new Promise((resolve) => setTimeout(resolve, 40));
  void ask();
  expect(runs).toHaveLength(2);
});
