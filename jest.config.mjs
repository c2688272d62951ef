import { existsSync, readdirSync } from 'node:fs';

const workspaces = [
  'gateway',
  'schema',
  ...['packages', 'subgraphs'].flatMap((room) => readdirSync(room).map((name) => `${room}/${name}`)),
];

/** These bring whole stacks of their own: they come after the others, alone. */
const alone = ['packages/journeys', 'packages/chaos'];

/** Every workspace that has tests, in one run. */
export default {
  projects: workspaces.filter((path) => !alone.includes(path) && existsSync(`${path}/jest.config.mjs`)),
};
