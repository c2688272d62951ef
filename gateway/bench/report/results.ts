import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import type { Cell } from '../run/contest.ts';
import type { Options } from '../run/options.ts';

/** One run of the bench. */
export interface Result {
  /** RFC 3339. */
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** One-minute load of the machine before the run: what else was going on. */
  readonly loadBefore: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly cells: readonly Cell[];
}

const file = new URL('../results.json', import.meta.url);

/** Every run that was kept, the oldest first. */
export const readResults = (): Result[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : [];

/** The machine and the moment of a run that begins now. */
export const beginning = ({ seconds, rounds }: Options): Omit<Result, 'cells'> => ({
  date: new Date().toISOString(),
  node: process.version,
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.cpus().length,
  loadBefore: Number((os.loadavg()[0] ?? 0).toFixed(2)),
  seconds,
  rounds,
});

/** Adds a run to the file. */
export const appendResult = (result: Result): void => {
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  writeFileSync(file, `${JSON.stringify([...readResults(), result], rounded, 2)}\n`);
};
