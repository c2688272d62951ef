import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { domains } from './domains.ts';
import { lastSaid } from './failure.ts';
import { schemaFilesOf } from './migration-files.ts';
import { inRepository, repository } from './paths.ts';

type Step = { name: string; stamp: string; hash: string; outputs: string[]; run(): Promise<unknown> };

const run = promisify(execFile);
const AT_A_TIME = 2;
const resolverTypes = inRepository('schema', 'scripts', 'resolver-types.ts');

/** Writes the generated code that is missing or older than its sources; answers what was written. */
export const generate = async (): Promise<string[]> => {
  const due = [...domains.map(prismaClient), ...(existsSync(resolverTypes) ? [resolvers()] : [])].filter(isDue);
  const queue = [...due];
  const worker = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      await step.run();
      mkdirSync(path.dirname(step.stamp), { recursive: true });
      writeFileSync(step.stamp, step.hash);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return due.map(({ name }) => name);
};

const isDue = ({ stamp, hash, outputs }: Step): boolean =>
  !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash || !outputs.every((file) => existsSync(file));

const prismaClient = (domain: string): Step => {
  const generated = inRepository('subgraphs', domain, 'src', 'generated');
  return {
    name: `prisma client of ${domain}`,
    stamp: path.join(generated, 'prisma.stamp'),
    hash: hashOf([...schemaFilesOf(domain).map(([, content]) => content), packageVersion('prisma')]),
    outputs: [path.join(generated, 'prisma', 'client.ts')],
    run: () => {
      const config = inRepository('prisma', domain, 'prisma.config.ts');
      // Any existing file will do: generating needs no engine, but the CLI would otherwise download one.
      const env = {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      };
      return node([inRepository('node_modules', 'prisma', 'build', 'index.js'), 'generate', '--config', config], env);
    },
  };
};

const resolvers = (): Step => {
  const sources = filesUnder(inRepository('schema')).filter((file) =>
    /(\.graphql|sdl\.ts|resolver-types\.ts)$/.test(file),
  );
  const settings = domains
    .map((domain) => inRepository('subgraphs', domain, 'codegen.json'))
    .filter((file) => existsSync(file));
  return {
    name: 'resolver types',
    stamp: inRepository('subgraphs', 'users', 'src', 'generated', 'resolvers.stamp'),
    hash: hashOf([...sources, ...settings].flatMap((file) => [file, readFileSync(file, 'utf8')])),
    outputs: domains.map((domain) => inRepository('subgraphs', domain, 'src', 'generated', 'graphql.ts')),
    run: () => node(['--import', 'tsx', resolverTypes], process.env),
  };
};

const node = async (args: string[], env: NodeJS.ProcessEnv): Promise<void> => {
  try {
    await run(process.execPath, args, { cwd: repository, env });
  } catch (error) {
    throw new Error(`${args.slice(0, 4).join(' ')} failed:\n${lastSaid(error)}`);
  }
};

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !['node_modules', 'supergraph.graphql'].includes(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    )
    .sort();

const packageVersion = (name: string): string =>
  readFileSync(inRepository('node_modules', name, 'package.json'), 'utf8');

const hashOf = (texts: string[]): string => createHash('sha256').update(texts.join('\0')).digest('hex');
