import { readFile } from 'node:fs/promises';
import { ConfigurationRefused } from '@app/kernel/env';
import { z } from 'zod';

/** How trusted documents are used: not at all; as known ids beside any other text; or nothing but them. */
export const trustModes = ['off', 'prefer', 'only'] as const;

/** Where the manifest is, and how it is used. */
export interface TrustSettings {
  readonly path: string | undefined;
  readonly mode: (typeof trustModes)[number];
}

/** Documents that were registered when a client was built. */
export interface Trusted {
  /** Whether nothing else may run. */
  readonly only: boolean;
  /** The document with this id. */
  text(id: string): string | undefined;
  /** Whether this very text is one of them. */
  has(text: string): boolean;
}

const ids = z.record(z.string().min(1), z.string().min(1));
const apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

/**
 * Reads a manifest: `{ id: text }` as code generators write it, or Apollo's `apollo-persisted-query-manifest`.
 * Undefined when there is none to use. Throws ConfigurationRefused.
 */
export async function openTrusted({ path, mode }: TrustSettings): Promise<Trusted | undefined> {
  if (mode === 'only' && !path)
    throw new ConfigurationRefused('TRUSTED_DOCUMENTS_MODE=only needs TRUSTED_DOCUMENTS, a file.');
  if (mode === 'off' || !path) return undefined;
  const byId = await read(path);
  const texts = new Set(byId.values());
  return { only: mode === 'only', text: (id) => byId.get(id), has: (text) => texts.has(text) };
}

async function read(path: string): Promise<ReadonlyMap<string, string>> {
  try {
    const json: unknown = JSON.parse(await readFile(path, 'utf8'));
    const manifest = apollo.safeParse(json);
    if (manifest.success) return new Map(manifest.data.operations.map(({ id, body }) => [id, body]));
    return new Map(Object.entries(ids.parse(json)));
  } catch (error) {
    const why = error instanceof z.ZodError ? 'it is no manifest of documents' : String(error);
    throw new ConfigurationRefused(`TRUSTED_DOCUMENTS (${path}) cannot be used: ${why}`);
  }
}
