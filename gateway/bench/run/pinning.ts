import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** The gateways' core and everything else's. */
export const GATEWAY_CORE = 0;
export const OTHER_CORE = 1;

/** Every core, as `taskset` takes it. */
export const ALL_CORES = `0-${os.cpus().length - 1}`;

/** Whether gateways can have a core of their own here. */
export const canPin = (): boolean => os.cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Lets a process, this one when not named, run on these cores only; what it starts afterwards too. */
export const pin = (cores: string | number, pid = process.pid): void =>
  void spawnSync('taskset', ['-a', '-c', '-p', String(cores), String(pid)]);
