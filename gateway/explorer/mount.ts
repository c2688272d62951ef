import { readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { json, type Page, type Pages } from '../src/http/pages.ts';

/** How the explorer is set up. */
export interface ExplorerSettings {
  /** Whether the demo accounts exist: one click signs in as one of them. */
  readonly demo: boolean;
}

const resolve = createRequire(import.meta.url).resolve;
const inPackage = (name: string, file: string): string => join(dirname(resolve(`${name}/package.json`)), file);

/** Everything the page loads, from this machine: it works without the internet. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'react.js': inPackage('react', 'umd/react.production.min.js'),
  'react-dom.js': inPackage('react-dom', 'umd/react-dom.production.min.js'),
  'graphiql.js': inPackage('graphiql', 'graphiql.min.js'),
  'graphiql.css': inPackage('graphiql', 'graphiql.min.css'),
};

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));
const ASSETS = '/explorer-assets';
const AN_HOUR = 'public, max-age=3600';

/**
 * The interactive explorer at `/` and its files under `/explorer-assets/`. Every file is named here beforehand, so that
 * no path a client makes up leads anywhere else.
 */
export const explorerPages = ({ demo }: ExplorerSettings): Pages =>
  new Map<string, () => Page | Promise<Page>>([
    ['/', () => file(join(PAGE, 'index.html'), 'no-cache')],
    [`${ASSETS}/settings.json`, () => json({ demo }, { cache: 'no-cache' })],
    ...Object.entries(LIBRARIES).map(([name, path]) => served(`lib/${name}`, path, AN_HOUR)),
    // graphql-ws comes as small modules that a browser reads as they are.
    ...filesIn(inPackage('graphql-ws', 'dist')).map(([name, path]) => served(`lib/graphql-ws/${name}`, path, AN_HOUR)),
    ...filesIn(PAGE).map(([name, path]) => served(name, path, 'public, max-age=0')),
  ]);

const served = (name: string, path: string, cache: string): [string, () => Promise<Page>] => [
  `${ASSETS}/${name}`,
  () => file(path, cache),
];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The files of a folder that a browser has a use for, by name. */
const filesIn = (folder: string): [name: string, path: string][] =>
  readdirSync(folder)
    .filter((name) => extname(name) in TYPES)
    .map((name) => [name, join(folder, name)]);

async function file(path: string, cache: string): Promise<Page> {
  const { size, mtimeMs } = await stat(path);
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  return { type, body: await readFile(path), cache, etag: `W/"${size.toString(16)}-${mtimeMs.toString(16)}"` };
}
