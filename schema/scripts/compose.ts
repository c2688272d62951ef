// Composes schema/supergraph.graphql; with --check it only says whether the committed one is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { domains, sdlOf } from '../sdl.ts';

const target = new URL('../supergraph.graphql', import.meta.url);
const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const { errors, supergraphSdl } = composeServices(
  // The address is decided by configuration at start; the committed one only has to be a URL.
  domains.map((name) => ({ name, url: `http://${name}.internal/graphql`, typeDefs: parse(sdlOf(name)) })),
);
if (!supergraphSdl)
  fail(`The subgraphs do not compose:\n${(errors ?? []).map((error) => `- ${error.message}`).join('\n')}`);
else if (!process.argv.includes('--check')) writeFileSync(target, supergraphSdl);
else if (readFileSync(target, 'utf8') !== supergraphSdl)
  fail('schema/supergraph.graphql is stale. Run `npm run compose` and commit the result.');
