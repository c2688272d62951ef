import { anonymous, type Viewer } from '@app/kernel/viewer';
import { shareReads } from '../../src/caches/sharing.ts';
import type { CompiledOperation } from '../../src/compile/operation.ts';
import type { Answer } from '../../src/run/run.ts';

const operation = (kind: CompiledOperation['kind'], defers = false) => ({ kind, defers }) as CompiledOperation;
const READ = operation('query' as CompiledOperation['kind']);
const WRITE = operation('mutation' as CompiledOperation['kind']);
const nobody = anonymous('gateway');
const ada: Viewer = { ...nobody, kind: 'user', id: 'usr_ada', sessionId: 'ses_1', roles: ['CUSTOMER'] };

interface Asking {
  readonly operation?: CompiledOperation;
  readonly viewer?: Viewer;
  readonly variables?: Record<string, unknown>;
}

/** Runs that end when told to. */
function openRuns() {
  const runs: { answer(result?: Answer): void; fail(error: Error): void }[] = [];
  const sharing = shareReads(
    () =>
      new Promise((answer, fail) => {
        runs.push({ answer: (result = { data: '{}', errors: [] }) => answer(result), fail });
      }),
  );
  const ask = ({ operation = READ, viewer = nobody, variables = {} }: Asking = {}) => {
    const context = { viewer, correlationId: 'req', signal: new AbortController().signal };
    return sharing.execute(operation, { variables, context });
  };
  return { runs, ask, changed: sharing.changed };
}

it('runs equal reads that meet in flight once, and all get the answer', async () => {
  const { runs, ask } = openRuns();
  const answers = [ask(), ask(), ask()];
  runs[0]?.answer({ data: '{"menu":1}', errors: [] });
  expect(await Promise.all(answers)).toEqual(Array(3).fill({ data: '{"menu":1}', errors: [] }));
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
  ['another name', { viewer: ada }, { viewer: { ...ada, name: 'Ada' } }],
  ['another operation', {}, { operation: operation('query' as CompiledOperation['kind']) }],
])('never joins a read of %s', (_what, one, other) => {
  const { runs, ask } = openRuns();
  void ask(one);
  void ask(other);
  expect(runs).toHaveLength(2);
});

it('never joins writes', () => {
  const { runs, ask } = openRuns();
  void ask({ operation: WRITE });
  void ask({ operation: WRITE });
  expect(runs).toHaveLength(2);
});

it("never joins what may be followed by parts: these are one client's", () => {
  const { runs, ask } = openRuns();
  const deferring = operation('query' as CompiledOperation['kind'], true);
  void ask({ operation: deferring });
  void ask({ operation: deferring });
  expect(runs).toHaveLength(2);
});

it('never lets a read that begins after a write was answered join one that began before', async () => {
  const { runs, ask } = openRuns();
  void ask();
  const write = ask({ operation: WRITE });
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
