// A small program that listens: says who answers, takes its time at /slow, counts what it answered.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter } from 'prom-client';
import { openLog } from '../../src/log.ts';
import { metricsText } from '../../src/metrics.ts';
import { runProgram } from '../../src/workers/program.ts';

const answered = new Counter({ name: 'answered_total', help: 'Requests answered.' });

const log = openLog('program');

const textFor = async (url: string | undefined): Promise<string> => {
  if (url === '/metrics') return metricsText();
  if (url === '/slow') {
    log.info('slow begins');
    await sleep(700);
  }
  answered.inc();
  return String(process.pid);
};

await runProgram({
  name: 'program',
  log,
  async start() {
    if (process.env.REFUSES) throw new Error('it will not start');
    const server = createServer((request, response) => {
      void textFor(request.url).then((text) => response.setHeader('connection', 'close').end(text));
    });
    server.listen(Number(process.env.PORT));
    await once(server, 'listening');
    return async () => void (await new Promise((resolve) => server.close(resolve)));
  },
});
