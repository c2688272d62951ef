import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { inRepository, repository } from '@app/stack/paths';

const LEFT_OUT = new Set(['node_modules', '.git', '.data', '.turbo', '.cache', '.build']);
const ROOMS = ['packages', 'subgraphs'];

/** Copies the sources into a folder, with the installed packages linked and our own workspaces meaning the copy's. */
export function copySources(to: string): void {
  cpSync(repository, to, {
    recursive: true,
    filter: (from) => from === repository || !LEFT_OUT.has(path.basename(from)),
  });
  linkModules(inRepository('node_modules'), path.join(to, 'node_modules'));
  for (const workspace of workspaces()) {
    const own = inRepository(workspace, 'node_modules');
    if (existsSync(own)) linkModules(own, path.join(to, workspace, 'node_modules'));
  }
  if (existsSync(inRepository('.cache'))) symlinkSync(inRepository('.cache'), path.join(to, '.cache'));
}

const workspaces = (): string[] => [
  'gateway',
  'schema',
  ...ROOMS.flatMap((room) => readdirSync(inRepository(room)).map((name) => path.join(room, name))),
];

/** A link to each package; those that are links into the sources themselves are made again in the copy. */
function linkModules(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [path.join(from, name), path.join(to, name)];
    if (name === '@app') linkModules(source, target);
    else if (lstatSync(source).isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else symlinkSync(source, target);
  }
}
