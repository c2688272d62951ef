import { afterAll, jest } from '@jest/globals';
import { hivePlanner } from '../../src/planning/hive.ts';
import { hiveApart } from '../../src/planning/hive-apart.ts';
import { compose } from './supergraphs.ts';

const supergraphSdl = compose({ a: 'type Query { a: Int b: Int c: Int d: Int }' });
const asked = ['{ a }', '{ b }', '{ c }', '{ d }'].map((text) => ({ text, operationName: undefined }) as never);

const wait = Atomics.wait;
afterAll(() => {
  Atomics.wait = wait;
});

it('gives every operation its own plan, however often it is woken for the one before', () => {
  const here = hivePlanner(supergraphSdl);
  const apart = hiveApart(supergraphSdl);
  let woken = 0;
  // A thread that tells of an answer may be held up until the next question is asked, and wakes whoever waits for that.
  Atomics.wait = jest.fn((...given: [Int32Array, number, number, number]) => {
    woken += 1;
    return woken % 2 === 1 ? 'ok' : wait(...given);
  }) as unknown as typeof wait;
  for (const operation of [...asked, ...asked]) expect(apart.plan(operation)).toEqual(here.plan(operation));
  expect(woken).toBeGreaterThan(asked.length);
});
