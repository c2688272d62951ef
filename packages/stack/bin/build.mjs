#!/usr/bin/env node
// Writes the JavaScript that services run, where its sources changed. `npm start` does it by itself; an image once.
import { register } from 'tsx/esm/api';

register();
const { build } = await import('../src/build.ts');
try {
  const built = await build();
  process.stdout.write(built.length === 0 ? 'the build is current\n' : `built: ${built.length} files\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
