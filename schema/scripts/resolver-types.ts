// Writes subgraphs/<domain>/src/generated/graphql.ts: the types that make a missing resolver a compile error.
// A domain says in subgraphs/<domain>/codegen.json which row stands behind which GraphQL type.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';
import { type Domain, domains, sdlOf } from '../sdl.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function generate(domain: Domain): Promise<void> {
  const settings = `${root}subgraphs/${domain}/codegen.json`;
  const { mappers = {} } = existsSync(settings)
    ? (JSON.parse(readFileSync(settings, 'utf8')) as { mappers?: Record<string, string> })
    : {};
  const filename = `${root}subgraphs/${domain}/src/generated/graphql.ts`;
  const output = await codegen({
    filename,
    documents: [],
    schema: parse(sdlOf(domain)),
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      strictScalars: true,
      maybeValue: 'T | null',
      inputMaybeValue: 'T | null | undefined',
      contextType: '../context.ts#Context',
      scalars: { DateTime: 'Date', BigInt: 'bigint', ID: 'string', _FieldSet: 'string' },
      mappers,
    },
  });
  mkdirSync(dirname(filename), { recursive: true });
  writeFileSync(filename, output);
}

const wanted = process.argv.slice(2);
for (const domain of domains) {
  if (wanted.length === 0 || wanted.includes(domain)) await generate(domain);
}
