#!/usr/bin/env node
// Writes the generated code of every domain whose sources changed: Prisma clients and resolver types. Needs no network.
import { register } from 'tsx/esm/api';

register();
const { generate } = await import('../src/generate.ts');
try {
  const written = await generate();
  process.stdout.write(written.length === 0 ? 'generated code is current\n' : `generated: ${written.join(', ')}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
