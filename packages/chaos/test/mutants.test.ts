import { existsSync } from 'node:fs';
import { inRepository, repository } from '@app/stack/paths';
import { expect, it } from '@jest/globals';
import { mutants } from '../mutants/index.ts';
import { edited } from '../src/mutants/mutant.ts';
import { mutatedFiles } from '../src/mutants/mutate.ts';

it('are at least 15, no two of one name', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(15);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('applies: %s', (_name, mutant) => {
  for (const { before, after } of mutatedFiles(mutant, repository).values()) expect(after).not.toBe(before);
  const { caughtBy } = mutant;
  if (caughtBy !== 'chaos') expect(existsSync(inRepository(caughtBy.workspace, caughtBy.path))).toBe(true);
});

it('fail loudly when what they change is not there, or twice', () => {
  const edit = { file: 'x.ts', search: 'guard()', replace: '' };
  expect(edited('a guard() b', edit)).toBe('a  b');
  expect(() => edited('a b', edit)).toThrow('x.ts has 0 ×');
  expect(() => edited('guard() guard()', edit)).toThrow('x.ts has 2 ×');
});
