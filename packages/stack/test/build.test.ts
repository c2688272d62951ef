import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { build, builtOf } from '../src/build.ts';
import { inRepository } from '../src/paths.ts';
import { scriptOf, serviceNames } from '../src/services.ts';

const read = (file: string): string => readFileSync(inRepository(file), 'utf8');

describe('the build', () => {
  it('has every service, with its lines where they were', async () => {
    await build();
    for (const source of [...serviceNames.map(scriptOf), 'packages/kernel/src/answering.ts'])
      expect(read(builtOf(source)).split('\n')).toHaveLength(read(source).split('\n').length);
  });

  it('has nothing left to do afterwards, and does again what is older than its source', async () => {
    await build();
    expect(await build()).toEqual([]);
    const built = inRepository(builtOf('schema/sdl.ts'));
    utimesSync(built, 1, 1);
    await build();
    expect(statSync(built).mtimeMs).toBeGreaterThan(statSync(inRepository('schema/sdl.ts')).mtimeMs);
  });

  it('forgets what has no source any longer', async () => {
    await build();
    const left = inRepository('.build/schema/left-behind.js');
    writeFileSync(left, '');
    await build();
    expect(() => readFileSync(left)).toThrow(/ENOENT/);
  });

  it('runs without a loader: workspaces find each other’s built form', async () => {
    await build();
    const script = `import('@app/kernel/money').then((kernel) => import('node:module').then(({ createRequire }) =>
      console.log(Object.keys(kernel).length > 0, createRequire(process.argv[1] + '/').resolve('@app/kernel/money'))))`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script, inRepository('.build')],
      {
        cwd: inRepository('.build'),
        env: { PATH: process.env.PATH },
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(stdout.trim()).toBe(`true ${inRepository('.build/packages/kernel/src/money.js')}`);
  });
});
