import { existsSync, readdirSync } from 'node:fs';

const workspaces = [
  'gateway',
  'schema',
  ...['packages', 'subgraphs'].flatMap((room) => readdirSync(room).map((name) => `${room}/${name}`)),
];

/** Every workspace that has tests, in one run. The journeys come after it, alone: they bring whole stacks of their own. */
export default {
  projects: workspaces.filter((path) => path !== 'packages/journeys' && existsSync(`${path}/jest.config.mjs`)),
};
