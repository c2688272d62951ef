import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { benchFolder } from '../run/folder.ts';
import type { Contender } from './contender.ts';
import { installPeer } from './install.ts';
import { launch, type ProgramOf } from './launch.ts';

const folderOf = (peer: string): string => path.join(benchFolder, 'peers', peer);
const copied = (file: string, peer: string): void =>
  copyFileSync(new URL(`../peers/${file}`, import.meta.url), path.join(folderOf(peer), file));

const GRAFBASE = '@grafbase/cli-x86_64-unknown-linux-musl';

const installHive = async (): Promise<void> => {
  await installPeer(folderOf('hive'), {
    dependencies: {
      '@graphql-hive/gateway': '2.15.1',
      '@graphql-hive/router-runtime': '1.4.23',
      graphql: '16.11.0',
    },
    overrides: { '@graphql-tools/batch-execute': '10.2.0' },
  });
  copied('hive.config.mjs', 'hive');
};

const hive =
  (options: string[]): ProgramOf =>
  (settingFile, { port, supergraphFile }) => ({
    command: process.execPath,
    args: [
      path.join(folderOf('hive'), 'node_modules/@graphql-hive/gateway/dist/bin.js'),
      'supergraph',
      supergraphFile,
      ...['--config-path', path.join(folderOf('hive'), 'hive.config.mjs')],
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...options,
    ],
    cwd: folderOf('hive'),
    env: { BENCH_SETTING: settingFile },
  });

const grafbase: ProgramOf = (settingFile, { port, subgraphUrls }) => {
  const home = settingFile.replace(/\.json$/, '-home');
  mkdirSync(home, { recursive: true });
  const sections = Object.entries(subgraphUrls).map(
    ([name, url]) => `[subgraphs.${name}]\nurl = "${url}"\nintrospection_url = "${url}"\n`,
  );
  const forwards = '[[headers]]\nrule = "forward"\nname = "authorization"\n';
  writeFileSync(path.join(home, 'grafbase.toml'), `${forwards}\n${sections.join('\n')}`);
  return {
    command: path.join(folderOf('grafbase'), 'node_modules', GRAFBASE, 'grafbase'),
    args: ['dev', '--config', path.join(home, 'grafbase.toml'), '--listen-address', `127.0.0.1:${port}`],
    cwd: home,
    env: { GRAFBASE_HOME: home },
  };
};

/** Gateways of others that can be had as packages of npm. */
export const peers: readonly Contender[] = [
  {
    name: 'hive',
    title: '@graphql-hive/gateway 2.15.1',
    signedIn: 'verified',
    install: installHive,
    start: (place, ground) => launch('hive', hive([]), place, ground),
  },
  {
    name: 'hive-rust',
    title: '@graphql-hive/gateway 2.15.1 with its Rust planner',
    signedIn: 'verified',
    install: installHive,
    start: (place, ground) => launch('hive-rust', hive(['--hive-router-runtime']), place, ground),
  },
  {
    name: 'mercurius',
    title: 'mercurius 16.10 + @mercuriusjs/gateway 5.2 (Federation 1)',
    signedIn: 'forwarded',
    async install() {
      await installPeer(folderOf('mercurius'), {
        dependencies: { fastify: '5.6.1', mercurius: '16.10.1', '@mercuriusjs/gateway': '5.2.0', graphql: '16.12.0' },
      });
      copied('mercurius.cjs', 'mercurius');
    },
    start: (place, ground) =>
      launch(
        'mercurius',
        (settingFile) => ({
          command: process.execPath,
          args: [path.join(folderOf('mercurius'), 'mercurius.cjs'), settingFile],
        }),
        place,
        ground,
      ),
  },
  {
    name: 'grafbase',
    title: 'Grafbase CLI 0.103 (Rust)',
    signedIn: 'forwarded',
    install: () => installPeer(folderOf('grafbase'), { dependencies: { [GRAFBASE]: '0.103.0' } }),
    start: (place, ground) => launch('grafbase', grafbase, place, ground),
  },
];
