import { fastestPeer, tableOf } from '../../bench/report/table.ts';
import type { Cell } from '../../bench/run/contest.ts';
import { difference } from '../../bench/run/verify.ts';

const cell = (gateway: string, perSecond: number, over: Partial<Cell> = {}): Cell => ({
  group: 'gateway-only',
  scenario: 'small',
  gateway,
  measured: {
    perSecond,
    p50: 1,
    p99: 2,
    failed: 0,
    cpuPerThousand: 0.5,
    busy: 0.9,
    megabytes: 100,
    fetchesEach: 3,
    fetchesAlone: 3,
  },
  ...over,
});

describe('the table of the bench', () => {
  const { measured: _, ...unmeasured } = cell('grafbase', 0);
  const cells: Cell[] = [
    cell('ours', 900),
    cell('stock', 100),
    cell('hive', 300),
    cell('mercurius', 5_000, { wrong: 'data.a: null instead of 1' }),
    { ...unmeasured, absent: 'it did not start' },
  ];

  it('compares with stock and with the fastest peer whose answer is right', () => {
    expect(fastestPeer(cells)).toBe('hive');
    expect(tableOf(cells)[2]).toMatch(/^ours +900 +9\.00 +3\.00 /);
  });

  it('hides neither wrong answers nor who could not be measured', () => {
    const text = tableOf(cells).join('\n');
    expect(text).toContain('mercurius answers wrongly: data.a: null instead of 1');
    expect(text).toContain('grafbase was not measured: it did not start');
  });
});

describe('comparing answers', () => {
  it('does not mind the order of keys, and names the first place that differs', () => {
    expect(difference('{"a":1,"b":[{"c":2}]}', '{"b":[{"c":2}],"a":1}')).toBeUndefined();
    expect(difference('{"a":1,"b":[{"c":2}]}', '{"a":1,"b":[{"c":null}]}')).toBe('b.0.c: null instead of 2');
    expect(difference('{"a":1}', '{"a":1,"x":2}')).toBe('x: 2 instead of nothing');
    expect(difference('{}', 'Bad gateway')).toBe('no JSON: Bad gateway');
  });
});
