import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { edited, type Mutant } from './mutant.ts';

/** The files that a mutant changes, as they become. Throws when one of its edits does not apply. */
export function mutatedFiles({ edits }: Mutant, folder: string): Map<string, { before: string; after: string }> {
  const files = new Map<string, { before: string; after: string }>();
  for (const edit of edits) {
    const file = path.join(folder, edit.file);
    const before = files.get(file)?.before ?? readFileSync(file, 'utf8');
    files.set(file, { before, after: edited(files.get(file)?.after ?? before, edit) });
  }
  return files;
}

/** Runs `work` while the sources in a folder, which is a copy, are those of the mutant. */
export async function withMutant<T>(mutant: Mutant, folder: string, work: () => Promise<T>): Promise<T> {
  const files = mutatedFiles(mutant, folder);
  for (const [file, { after }] of files) writeFileSync(file, after);
  try {
    return await work();
  } finally {
    for (const [file, { before }] of files) writeFileSync(file, before);
  }
}
