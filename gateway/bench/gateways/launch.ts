import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { builtOf } from '@app/stack/build';
import { inRepository, repository } from '@app/stack/paths';
import { type Program, ready, start } from '../run/child.ts';
import { runFolder } from '../run/folder.ts';
import type { Place } from '../run/graph.ts';
import { freePort } from '../run/ports.ts';
import type { Ground, Running } from './contender.ts';
import type { Setting } from './setting.ts';

/** A gateway's program, given where its settings are and which port it listens on. */
export type ProgramOf = (settingFile: string, setting: Setting) => Pick<Program, 'command' | 'args' | 'env' | 'cwd'>;

/** Writes a gateway's settings, starts its program and waits until it answers a question. */
export async function launch(name: string, programOf: ProgramOf, place: Place, ground: Ground): Promise<Running> {
  const file = path.join(runFolder, `${name}-${place.name}`);
  const setting: Setting = {
    port: await freePort(),
    supergraphFile: place.supergraphFile,
    subgraphUrls: place.subgraphUrls,
    ...ground.keys,
    redisUrl: ground.redisUrl,
    profileFile: `${file}.cpuprofile`,
  };
  writeFileSync(`${file}.json`, JSON.stringify(setting));
  const child = start({ ...programOf(`${file}.json`, setting), core: ground.core, logFile: `${file}.log` });
  const url = `http://127.0.0.1:${setting.port}/graphql`;
  try {
    await ready(child, () => answers(url));
  } catch (error) {
    await child.stop();
    throw new Error(`${error instanceof Error ? error.message : error}: ${complaintIn(`${file}.log`)}`);
  }
  return { child, url, profileFile: setting.profileFile };
}

/** What a program that did not start said: its first line about an error, and the next. */
function complaintIn(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.trim());
  const first = lines.findIndex((line) => /error/i.test(line));
  return first < 0
    ? (lines.at(-1) ?? 'it said nothing')
    : lines
        .slice(first, first + 2)
        .join(' ')
        .replaceAll(repository, '.');
}

const answers = async (url: string): Promise<boolean> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  return JSON.stringify(await response.json()) === '{"data":{"__typename":"Query"}}';
};

/** A program of this folder, built and run as the product's own are. */
export const ownProgram =
  (script: string, options: string[] = []): ProgramOf =>
  (settingFile) => ({
    command: process.execPath,
    args: [...options, inRepository(builtOf(`gateway/bench/gateways/${script}`)), settingFile],
  });
