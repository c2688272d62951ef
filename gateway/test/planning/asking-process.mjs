import { fork } from 'node:child_process';

// Asks a planner's process for what never comes to an end. That process has this one's output, open as long as it lives.
const stdio = ['ignore', 'inherit', 'ignore', 'ipc'];
const child = fork(new URL('./ending-process.mjs', import.meta.url), { stdio });
child.once('message', () => {
  child.send({ text: 'endless' });
  process.send('asked');
});
child.send({ text: 'one' });
