import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Ground, Running } from '../gateways/contender.ts';
import { installPeer } from '../gateways/install.ts';
import { launch, ownProgram } from '../gateways/launch.ts';
import { benchFolder, runFolder } from '../run/folder.ts';
import type { Place } from '../run/graph.ts';
import type { LiveRunning } from './field.ts';

/** A way of serving the same subscriptions. */
export interface LiveContender {
  readonly name: string;
  readonly title: string;
  /** Whether each watcher asks something else than the others, so that nothing can be shared. */
  readonly each: boolean;
  /** What says nothing about it. */
  readonly skips?: RegExp;
  start(place: Place, ground: Ground): Promise<LiveRunning>;
  /** Where clients open sockets. */
  socketUrl(running: Running): string;
}

/** As `npm start` runs Node; what is garbage can be told from what is held. */
const NODE = ['--expose-gc', '--max-semi-space-size=16', '--heap-growing-percent=60'];
const GRAFBASE = '@grafbase/cli-x86_64-unknown-linux-musl';
const grafbaseFolder = path.join(benchFolder, 'peers', 'grafbase');

const known = (name: string, place: Place, tellsHeap: boolean) => (running: Running) => ({
  ...running,
  logFile: path.join(runFolder, `${name}-${place.name}.log`),
  tellsHeap,
});
const own = {
  start: (place: Place, ground: Ground) =>
    launch('own', ownProgram('../live/gateway.ts', NODE), place, ground).then(known('own', place, true)),
};
const sameDoor = ({ url }: Running) => url.replace('http', 'ws');

/** Ours as it is, ours with nothing to share, and a peer that is a binary. */
export const contenders: readonly LiveContender[] = [
  { name: 'ours', title: 'this gateway', each: false, ...own, socketUrl: sameDoor },
  {
    name: 'each',
    title: 'this gateway, one query a watcher and event',
    each: true,
    skips: /^memory/,
    ...own,
    socketUrl: sameDoor,
  },
  {
    name: 'grafbase',
    title: 'Grafbase CLI 0.103 (Rust)',
    each: false,
    // It believes no token of ours.
    skips: /signed in$/,
    async start(place, ground) {
      await installPeer(grafbaseFolder, { dependencies: { [GRAFBASE]: '0.103.0' } });
      return launch(
        'grafbase',
        (settingFile, { port, subgraphUrls }) => {
          const home = settingFile.replace(/\.json$/, '-home');
          mkdirSync(home, { recursive: true });
          writeFileSync(path.join(home, 'grafbase.toml'), tomlOf(subgraphUrls));
          return {
            command: path.join(grafbaseFolder, 'node_modules', GRAFBASE, 'grafbase'),
            args: ['dev', '--config', path.join(home, 'grafbase.toml'), '--listen-address', `127.0.0.1:${port}`],
            cwd: home,
            env: { GRAFBASE_HOME: home },
          };
        },
        place,
        ground,
      ).then(known('grafbase', place, false));
    },
    socketUrl: ({ url }) => url.replace('http', 'ws').replace('/graphql', '/ws'),
  },
];

const tomlOf = (subgraphUrls: Readonly<Record<string, string>>): string =>
  Object.entries(subgraphUrls)
    .map(([name, url]) => {
      const socket =
        name === 'orders' ? `websocket_url = "${url.replace('http', 'ws').replace(/\/live\/.*/, '/ws')}"\n` : '';
      return `[subgraphs.${name}]\nurl = "${url}"\nintrospection_url = "${url}"\n${socket}`;
    })
    .join('\n');
