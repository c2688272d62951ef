// Our gateway for the live bench: SIGUSR1 collects garbage and prints what is held then, as JSON on a line.
import '../gateways/ours.ts';

process.on('SIGUSR1', () => {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  process.stdout.write(`${JSON.stringify(process.memoryUsage())}\n`);
});
