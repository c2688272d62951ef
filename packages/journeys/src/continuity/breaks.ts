import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '@app/stack/paths';

/** The guards that keep a sequence whole. */
export const breakNames = ['replay', 'dedupe', 'gap'] as const;
export type BreakName = (typeof breakNames)[number];

const STEPS = 'src/live/sequenced-steps.ts';

/** What each break changes in the gateway's sources, all in one file. */
const patches: Readonly<Record<BreakName, readonly { readonly from: string; readonly to: string }[]>> = {
  /** After a cursor, or a gap, the log is asked and its answer passed over. */
  replay: [
    {
      from: 'const known = steps.last;',
      to: 'if (steps.last !== undefined) steps.last = Math.max(steps.last, ...answer.map(numberOf)); const known = steps.last;',
    },
  ],
  /** What was told before is told again. */
  dedupe: [{ from: 'if (distance === 1) {', to: 'if (distance <= 1) {' }],
  /** What follows a hole is told at once. */
  gap: [
    { from: 'if (distance > 1) return askForGap(steps);', to: '' },
    { from: 'if (distance === 1) {', to: 'if (distance >= 1) {' },
  ],
};

/** The gateway's program: the product's own, or a copy of it without one guard. Throws when the guard is not there to take out. */
export function gatewayProgram(without: BreakName | undefined, folder: string): string {
  const original = path.join(repository, 'gateway');
  if (!without) return path.join(original, 'src/main.ts');
  const copy = path.join(folder, 'gateway');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const part of ['src', 'explorer', 'package.json'])
    cpSync(path.join(original, part), path.join(copy, part), { recursive: true });
  symlinkSync(path.join(original, 'node_modules'), path.join(copy, 'node_modules'));
  const file = path.join(copy, STEPS);
  const text = patches[without].reduce(
    (before, { from, to }) => {
      if (!before.includes(from)) throw new Error(`there is no "${from}" in ${STEPS} to break`);
      return before.replace(from, to);
    },
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, text);
  return path.join(copy, 'src/main.ts');
}
