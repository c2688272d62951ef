import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { type Program, planningApart } from '../../src/planning/apart.ts';

const program: Program = { name: 'the planner', url: new URL('./ending-process.mjs', import.meta.url), execArgv: [] };
const question = (text: string) => ({ text, operationName: undefined, defer: false });

it('outlives the process, which is started again for the next operation', () => {
  const plan = planningApart(program, 'supergraph');
  expect(plan(question('one'))).toEqual({ text: 'one', supergraphSdl: 'supergraph' });
  expect(plan(question('two'))).toEqual({ text: 'two' });
  expect(() => plan(question('end'))).toThrow('the planner ended with 3');
  expect(plan(question('three'))).toEqual({ text: 'three', supergraphSdl: 'supergraph' });
});

it('does not end the process for the same operation again, and remembers no plain refusal', () => {
  const plan = planningApart(program, 'other supergraph');
  expect(() => plan(question('end'))).toThrow('the planner ended with 3');
  expect(plan(question('one'))).toEqual({ text: 'one', supergraphSdl: 'other supergraph' });
  expect(() => plan(question('end'))).toThrow('the planner ended with 3');
  // The process is the one of before: it has its supergraph.
  expect(plan(question('two'))).toEqual({ text: 'two' });
  expect(() => plan(question('throw'))).toThrow('the planner has no plan');
});

it('leaves no process behind when the one that asks is killed, whatever it is busy with', async () => {
  const asking = fork(new URL('./asking-process.mjs', import.meta.url), { silent: true });
  await once(asking, 'message');
  const ended = once(asking.stdout as Readable, 'close');
  asking.stdout?.resume();
  asking.kill('SIGKILL');
  await ended;
});
