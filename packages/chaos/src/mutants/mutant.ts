/** One change of one file: `search` is there exactly once. */
export interface Edit {
  /** From the repository's root. */
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

/** Tests of a workspace, those whose names begin like this when `name` is given. */
export interface TestCatcher {
  readonly workspace: string;
  readonly path: string;
  readonly name?: string;
}

/** A product with one guard less, which somebody has to notice. */
export interface Mutant {
  readonly name: string;
  /** What the guard kept from happening. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
  /** Who has to notice: a workspace's own tests, or a run of chaos. */
  readonly caughtBy: TestCatcher | 'chaos';
}

/** The text with the edit done. Throws when what it looks for is not there exactly once. */
export function edited(text: string, { file, search, replace }: Edit): string {
  const found = text.split(search).length - 1;
  if (found !== 1) throw new Error(`${file} has ${found} × what the mutant changes, not 1:\n${search}`);
  return text.replace(search, () => replace);
}
