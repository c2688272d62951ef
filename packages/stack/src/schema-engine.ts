import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { migrationAdapter } from './schema-engine-adapter.ts';

/** Prisma's schema engine, bound to one database. */
export type SchemaEngine = engineModule.SchemaEngine;

/** One file of a Prisma schema: its path and its text. */
export type SchemaFile = [path: string, content: string];

/** Runs some work with Prisma's schema engine (its WebAssembly build, nothing is downloaded) on one database. */
export const withSchemaEngine = async <T>(
  databaseUrl: string,
  datamodels: SchemaFile[] | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> => {
  load();
  const { adapter, close } = migrationAdapter(databaseUrl);
  const bound = bindMigrationAwareSqlAdapterFactory(adapter);
  const engine = await engineModule.SchemaEngine.new({ datamodels }, () => undefined, bound);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await close();
  }
};

type Glue = Record<string, unknown> & { __wbg_set_wasm(exports: unknown): void };
type Wasm = {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, object>) => { exports: Record<string, unknown> };
};

let loaded = false;
const load = (): void => {
  if (loaded) return;
  loaded = true;
  // The engine reports panics here; without it a panic hides its own message.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => process.stderr.write(`schema engine: ${message}\n`),
    },
  });
  const home = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  // Node has it, but its types come with the browser's only.
  const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };
  const wasm = new WebAssembly.Module(readFileSync(path.join(home, 'schema_engine_bg.wasm')));
  const glue = engineModule as unknown as Glue;
  const { exports } = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': withoutWaiting(glue) });
  glue.__wbg_set_wasm(exports);
  if (typeof exports.__wbindgen_start === 'function') exports.__wbindgen_start();
};

/** The engine never clears its ten-second timers; they must not keep a finished process alive. */
const withoutWaiting = (glue: Glue): Glue => {
  const name = Object.keys(glue).find((key) => key.startsWith('__wbg_setTimeout_'));
  return name === undefined
    ? glue
    : { ...glue, [name]: (work: () => void, ms: number) => setTimeout(work, ms >>> 0).unref() };
};
