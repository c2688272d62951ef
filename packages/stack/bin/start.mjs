#!/usr/bin/env node
// npm start: installs what is missing, then starts everything. Plain JavaScript without dependencies until installed.
import { install } from './install.mjs';

install();
const { register } = await import('tsx/esm/api');
register();
const { startCommand } = await import('../src/start-command.ts');
await startCommand(process.argv.slice(2));
