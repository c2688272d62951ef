import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { register } from 'prom-client';
import { breaker } from '../../src/transport/breaker.ts';
import { answer, call, fine, openUpstream, type Upstream } from './upstream.ts';

let upstream: Upstream;
afterEach(() => upstream.close());

const outcome = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'answered',
    ({ kind }) => kind,
  );
const after = (ms: number) => ({ signal: AbortSignal.timeout(ms) });

/** A subgraph that holds every request until told to answer the next one. */
async function holding(options: Parameters<typeof openUpstream>[1]) {
  const held: ServerResponse[] = [];
  upstream = await openUpstream((_request, response) => void held.push(response), { timeoutMs: 5_000, ...options });
  return async () => {
    while (held.length === 0) await sleep(5);
    for (const response of held.splice(0, 1)) fine(response);
  };
}

describe('a line in front of a subgraph', () => {
  it('is served in the order of arrival, and turns away at once whoever finds it full', async () => {
    const answerNext = await holding({ connections: 1, line: 2 });
    const served: number[] = [];
    const questions = [1, 2, 3].map((number) => upstream.transport.send(call()).then(() => served.push(number)));
    expect(await outcome(upstream.transport.send(call()))).toBe('crowded');
    for (let turn = 0; turn < 3; turn++) await answerNext();
    await Promise.all(questions);
    expect(served).toEqual([1, 2, 3]);
  });

  it('has room again when somebody stops waiting, who is then not sent', async () => {
    const answerNext = await holding({ connections: 1, line: 1 });
    const first = outcome(upstream.transport.send(call()));
    expect(await outcome(upstream.transport.send(call('{ fine }', after(20))))).toBe('abandoned');
    const third = outcome(upstream.transport.send(call()));
    await answerNext();
    await answerNext();
    expect(await Promise.all([first, third])).toEqual(['answered', 'answered']);
    expect(upstream.count()).toBe(2);
  });

  it('does not lose places to questions that fail or are abandoned', async () => {
    let back = false;
    upstream = await openUpstream(
      (request, response, turn) => void (back ? fine(response) : turn % 2 ? request.socket.destroy() : undefined),
      { connections: 2, timeoutMs: 5_000 },
    );
    for (let turn = 0; turn < 4; turn++) await outcome(upstream.transport.send(call('{ fine }', after(50))));
    back = true;
    const answers = [1, 2, 3, 4].map(() => outcome(upstream.transport.send(call())));
    expect(await Promise.all(answers)).toEqual(Array(4).fill('answered'));
  });

  it('sends nothing for somebody who was gone before', async () => {
    upstream = await openUpstream((_request, response) => fine(response));
    expect(await outcome(upstream.transport.send(call('{ fine }', { signal: AbortSignal.abort() })))).toBe('abandoned');
    expect(upstream.count()).toBe(0);
  });
});

describe('a subgraph that failed five times in a row', () => {
  const gauge = async () => {
    const metric = register.getSingleMetric('gateway_subgraph_resting');
    return (await metric?.get())?.values.find(({ labels }) => labels.subgraph === 'test')?.value;
  };
  const failing = async (listener: Parameters<typeof openUpstream>[0], options = {}) => {
    upstream = await openUpstream(listener, options);
    for (let turn = 0; turn < 6; turn++) await outcome(upstream.transport.send(call('{ fine }', after(150))));
  };

  it.each<[string, Parameters<typeof openUpstream>[0], object]>([
    ['lost connections', (request) => void request.socket.destroy(), {}],
    ['was silent', () => {}, { timeoutMs: 100 }],
    ['was silent until nobody waited', () => {}, { timeoutMs: 500 }],
    ['is not there, as its proxy says', (_request, response) => answer(response, 'no', 'text/plain', 503), {}],
  ])('because it %s is left alone', async (_what, listener, options) => {
    await failing(listener, options);
    expect(await gauge()).toBe(1);
    const count = upstream.count();
    expect(await outcome(upstream.transport.send(call()))).toBe('resting');
    expect(upstream.count()).toBe(count);
  });

  it.each<[string, Parameters<typeof openUpstream>[0], object]>([
    ['errors of its resolvers', (_request, response) => answer(response, '{"errors":[{"message":"no"}]}'), {}],
    [
      'refusals in its own words',
      (_request, response) =>
        answer(response, '{"errors":[{"message":"no"}]}', 'application/graphql-response+json', 503),
      {},
    ],
    ['answers that are too large', (_request, response) => answer(response, `"${'x'.repeat(20_000)}"`), {}],
    ['answers that are no JSON', (_request, response) => answer(response, '<html>'), {}],
    ['clients that did not wait for long', () => {}, { timeoutMs: 5_000 }],
  ])('is not one with %s', async (_what, listener, options) => {
    await failing(listener, options);
    expect(await gauge()).toBe(0);
    const count = upstream.count();
    await outcome(upstream.transport.send(call('{ fine }', after(500))));
    expect(upstream.count()).toBe(count + 1);
  });

  it('is looked at by one a second, and asked by everybody as soon as that one was answered', async () => {
    const states: boolean[] = [];
    let broken = true;
    await failing((request, response) => void (broken ? request.socket.destroy() : fine(response)), {
      resting: (resting: boolean) => states.push(resting),
    });
    broken = false;
    await sleep(1_050);
    const both = [1, 2].map(() => outcome(upstream.transport.send(call())));
    expect((await Promise.all(both)).sort()).toEqual(['answered', 'resting']);
    expect(await outcome(upstream.transport.send(call()))).toBe('answered');
    expect(states).toEqual([true, false]);
    expect(await gauge()).toBe(0);
  });

  it('does not ask for those who were in line', async () => {
    upstream = await openUpstream(() => {}, { connections: 5, timeoutMs: 1_000 });
    for (let turn = 0; turn < 5; turn++) void outcome(upstream.transport.send(call('{ fine }', after(400))));
    const inLine = Array.from({ length: 6 }, () => outcome(upstream.transport.send(call())));
    expect((await Promise.all(inLine)).at(-1)).toBe('resting');
    expect(upstream.count()).toBeLessThan(11);
  });
});

it('rests after five failures in a row and lets one look each second', async () => {
  upstream = await openUpstream(() => {});
  const health = breaker({ failures: 5, restMs: 1_000 });
  for (let turn = 0; turn < 4; turn++) health.failed(0);
  expect(health.mayTry(1)).toBe(true);
  health.failed(0);
  expect([health.mayTry(1), health.mayTry(999)]).toEqual([false, false]);
  expect([health.mayTry(1_000), health.mayTry(1_001), health.mayTry(2_000)]).toEqual([true, false, true]);
  health.succeeded();
  expect([health.mayTry(2_002), health.mayTry(2_003)]).toEqual([true, true]);
});
