import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { StartFailure } from './failure.ts';
import { inRepository, repository } from './paths.ts';

/** Where the JavaScript is that services run. */
const BUILT = '.build';
const ROOTS = ['gateway', 'schema', 'packages', 'subgraphs'];
/** What nobody runs as a service. */
const NOT_RUN = new Set(['node_modules', 'test', 'coverage', 'journeys', 'chaos']);

/** The built form of a source: `gateway/src/main.ts` is `.build/gateway/src/main.js`. */
export const builtOf = (source: string): string => path.join(BUILT, source.replace(/\.ts$/, '.js'));

/**
 * Builds what changed since the last time, file by file, and forgets what is gone: the sources with blanks for their
 * types, so that lines and columns stay, and nothing else is changed. Answers with the sources that were built.
 */
export async function build(): Promise<string[]> {
  const sources = ROOTS.flatMap((root) => filesIn(root));
  const changed = sources.filter((source) => isNewer(inRepository(source), inRepository(builtOf(source))));
  const javaScriptOf = changed.length > 0 ? await blanking() : String;
  for (const source of changed) buildFile(source, javaScriptOf);
  const targets = new Set(sources.map(builtOf));
  for (const built of filesIn(BUILT)) if (!targets.has(built) && !/\.\d+$/.test(built)) rmSync(inRepository(built));
  linkPackages();
  return changed;
}

/** The compiler is loaded only where there is something to compile: it takes most of a second. */
async function blanking(): Promise<(text: string, source: string) => string> {
  const { default: blank } = await import('ts-blank-space');
  return (text, source) => {
    const javaScript = blank(text, () => {
      throw new StartFailure(`${source} has TypeScript that is more than types (see erasableSyntaxOnly).`);
    });
    return javaScript.replaceAll(IMPORTED, '$1$2.js$3');
  };
}

const IMPORTED = /(\b(?:from|import|import\(|URL\()\s*['"])(\.{1,2}\/[^'"\n]+)\.ts(['"])/g;

function buildFile(source: string, javaScriptOf: (text: string, source: string) => string): void {
  const target = inRepository(builtOf(source));
  // Whole or not at all: others may be building, or starting, at the same moment.
  const part = `${target}.${process.pid}`;
  mkdirSync(path.dirname(target), { recursive: true });
  if (source.endsWith('.ts')) writeFileSync(part, javaScriptOf(readFileSync(inRepository(source), 'utf8'), source));
  else if (path.basename(source) === 'package.json')
    writeFileSync(part, readFileSync(inRepository(source), 'utf8').replaceAll('.ts"', '.js"'));
  else copyFileSync(inRepository(source), part);
  renameSync(part, target);
}

/** The files that services may read below a folder, relative to the repository. */
function filesIn(folder: string): string[] {
  if (!existsSync(inRepository(folder))) return [];
  return readdirSync(inRepository(folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_RUN.has(entry.name) || entry.name.startsWith('.') ? [] : filesIn(inside);
    return entry.isFile() && !/\.(md|d\.ts)$/.test(entry.name) ? [inside] : [];
  });
}

const isNewer = (source: string, target: string): boolean => {
  const built = statSync(target, { throwIfNoEntry: false });
  return built === undefined || built.mtimeMs < statSync(source).mtimeMs;
};

/** Built workspaces find each other, and packages that only one of them has, as their sources do. */
function linkPackages(): void {
  const scope = inRepository('node_modules', '@app');
  for (const name of readdirSync(scope)) {
    const workspace = path.relative(repository, realpathSync(path.join(scope, name)));
    link(inRepository(BUILT, 'node_modules', '@app', name), inRepository(BUILT, workspace));
    const own = inRepository(workspace, 'node_modules');
    if (existsSync(own)) link(inRepository(BUILT, workspace, 'node_modules'), own);
  }
}

function link(from: string, to: string): void {
  if (existsSync(from)) return;
  mkdirSync(path.dirname(from), { recursive: true });
  const part = `${from}.${process.pid}`;
  symlinkSync(path.relative(path.dirname(from), to), part, 'dir');
  renameSync(part, from);
}
