import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationRefused } from '@app/kernel/env';
import { supergraphSdl as ours } from '@app/schema/sdl';
import { jest } from '@jest/globals';
import { judge } from '../../src/supergraph/judge.ts';
import { openSupergraph, type Supergraph } from '../../src/supergraph/open.ts';
import { fileOrigin, fixedOrigin } from '../../src/supergraph/origin.ts';
import { schemasOf } from '../../src/supergraph/schemas.ts';
import { compose } from '../planning/supergraphs.ts';

const graph = (field: string) => compose({ one: `type Query { ${field}: Int }` });
const OLD = graph('old');
const NEW = graph('new');

const fieldsOf = (sdl: string) => Object.keys(schemasOf(sdl).schema.getQueryType()?.getFields() ?? {});
const log = { info: jest.fn(), error: jest.fn() };
beforeEach(() => {
  jest.clearAllMocks();
});

it('serves a text that stays', async () => {
  const supergraph = await openSupergraph({ origin: fixedOrigin(OLD), open: fieldsOf, log });
  expect(supergraph.current()).toEqual(['old']);
  supergraph.close();
});

it('does not open what we cannot serve', async () => {
  const open = () => {
    throw new ConfigurationRefused('not with us');
  };
  await expect(openSupergraph({ origin: fixedOrigin(OLD), open, log })).rejects.toThrow('not with us');
});

it('starts with the committed text at once, for @apollo/gateway is known to load it', async () => {
  await expect(judge(ours())).resolves.toBeUndefined();
}, 60_000);

describe('a file', () => {
  let folder: string;
  let path: string;
  let supergraph: Supergraph<string[]> | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
    path = join(folder, 'supergraph.graphql');
    await writeFile(path, OLD);
  });
  afterEach(async () => {
    supergraph?.close();
    supergraph = undefined;
    await rm(folder, { recursive: true });
  });

  const open = async (opening: (sdl: string) => string[] | Promise<string[]> = fieldsOf) => {
    supergraph = await openSupergraph({ origin: await fileOrigin(path, { log, lookMs: 20 }), open: opening, log });
    return supergraph;
  };
  const until = async (happened: () => boolean) => {
    for (const end = Date.now() + 30_000; !happened() && Date.now() < end; ) await sleep(20);
    expect(happened()).toBe(true);
  };
  /** As deployments do it: whole, at once. */
  const replaceWith = async (text: string) => {
    await writeFile(`${path}.next`, text);
    await rename(`${path}.next`, path);
  };

  it('is followed: operations that began with a version keep it, later ones have the new one', async () => {
    const served = await open();
    const began = served.current();
    const told: unknown[] = [];
    served.onChange((now, before) => told.push([now, before]));
    await replaceWith(NEW);
    await until(() => told.length > 0);
    expect(told).toEqual([[['new'], ['old']]]);
    expect(served.current()).toEqual(['new']);
    expect(began).toEqual(['old']);
  }, 60_000);

  it('goes on with the old version when the new one is bad, says so, and takes the next good one', async () => {
    const served = await open();
    await replaceWith('type Query { broken');
    await until(() => log.error.mock.calls.length > 0);
    expect(log.error.mock.calls).toEqual([[expect.anything(), 'a new supergraph was refused; the old one goes on']]);
    expect(served.current()).toEqual(['old']);
    await replaceWith(NEW);
    await until(() => served.current()[0] === 'new');
    expect(log.error).toHaveBeenCalledTimes(1);
  }, 60_000);

  it('goes on when it is gone', async () => {
    const served = await open();
    await rm(path);
    await until(() => log.error.mock.calls.length > 0);
    expect(served.current()).toEqual(['old']);
    await writeFile(path, NEW);
    await until(() => served.current()[0] === 'new');
  }, 60_000);

  it('opens only the last of those that came while one was being opened', async () => {
    const opened: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const served = await open(async (sdl) => {
      const fields = fieldsOf(sdl);
      opened.push(...fields);
      if (fields[0] === 'slow') await held;
      return fields;
    });
    await replaceWith(graph('slow'));
    await until(() => opened.includes('slow'));
    await replaceWith(graph('skipped'));
    await sleep(200);
    await replaceWith(NEW);
    await sleep(200);
    release();
    await until(() => served.current()[0] === 'new');
    expect(opened).toEqual(['old', 'slow', 'new']);
  }, 60_000);

  it('does not open what @apollo/gateway does not load, though we might', async () => {
    await writeFile(path, 'type Query { a: Int }');
    await expect(open(() => ['taken'])).rejects.toThrow(/does not load it: .*supergraph/);
  }, 60_000);

  it('must be there at first', async () => {
    await rm(path);
    await expect(fileOrigin(path, { log })).rejects.toThrow(ConfigurationRefused);
    await writeFile(path, OLD);
  });
});
