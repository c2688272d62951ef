import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';

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

/** Serves the interactive explorer at `/` and its files under `/explorer-assets/`. */
export function mountExplorer(app: Express, { demo }: ExplorerSettings): void {
  app.get('/', (_request, response) => {
    response.set('cache-control', 'no-cache').sendFile(join(PAGE, 'index.html'));
  });
  app.get('/explorer-assets/settings.json', (_request, response) => {
    response.set('cache-control', 'no-cache').json({ demo });
  });
  for (const [name, file] of Object.entries(LIBRARIES))
    app.get(`/explorer-assets/lib/${name}`, (_request, response) => response.sendFile(file, { maxAge: '1h' }));
  // graphql-ws comes as small modules that a browser reads as they are.
  app.use('/explorer-assets/lib/graphql-ws', express.static(inPackage('graphql-ws', 'dist'), { maxAge: '1h' }));
  app.use('/explorer-assets', express.static(PAGE, { index: false, cacheControl: true, maxAge: 0 }));
}
