import { availableParallelism } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { maxConnectionsFor, poolSizeFor } from '../src/connections.ts';
import { domains } from '../src/domains.ts';
import { readArguments } from '../src/start-arguments.ts';

describe('npm start', () => {
  it.each([
    [[], {}, { mounting: 'together', seed: true, workers: 1 }],
    [['--split', '--no-seed'], {}, { mounting: 'split', seed: false, workers: 1 }],
    [['--workers', '4'], {}, { mounting: 'together', seed: true, workers: 4 }],
    [['--workers=2'], { WORKERS: '8' }, { mounting: 'together', seed: true, workers: 2 }],
    [[], { WORKERS: '3' }, { mounting: 'together', seed: true, workers: 3 }],
    [['--workers', 'auto'], {}, { mounting: 'together', seed: true, workers: availableParallelism() }],
  ])('understands %j with %j', (args, given, wanted) => {
    expect(readArguments(args, given)).toEqual(wanted);
  });

  it.each([[['--workers', '0']], [['--workers']], [['--workers', 'few']], [['--spilt']], [['now']]])(
    'says how it is used when asked for %j',
    (args) => {
      expect(readArguments(args, {})).toEqual({ usage: expect.stringMatching(/^npm start /), exitCode: 2 });
    },
  );

  it('says how it is used when asked, without complaint', () => {
    expect(readArguments(['--help'], {})).toMatchObject({ exitCode: 0 });
  });
});

describe('connections to PostgreSQL', () => {
  it.each([
    [1, 10, 300],
    [3, 10, 300],
    [4, 7, 300],
    [8, 3, 300],
    [16, 3, 508],
  ])('of %d workers fit: %d in each pool, %d allowed', (workers, pool, allowed) => {
    expect(poolSizeFor(workers, 'together')).toBe(pool);
    expect(maxConnectionsFor(workers, 'together')).toBe(allowed);
    expect(workers * domains.length * (pool + 1)).toBeLessThan(allowed - 3);
  });

  it('are not shared out where each subgraph has its own process', () => {
    expect(poolSizeFor(16, 'split')).toBe(10);
    expect(maxConnectionsFor(16, 'split')).toBe(300);
  });
});
