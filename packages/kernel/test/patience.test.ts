import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterReading, within } from '../src/patience.ts';

const never = new Promise<string>(() => {});

describe('waiting for so long', () => {
  it('has the answer, the error of the answer, or what is said instead', async () => {
    expect(await within(10_000, Promise.resolve('answer'), () => 'late')).toBe('answer');
    await expect(within(10_000, Promise.reject(new Error('no')), () => 'late')).rejects.toThrow('no');
    expect(await within(1, never, () => 'late')).toBe('late');
    const fail = (): never => {
      throw new Error('too late');
    };
    await expect(within(1, never, fail)).rejects.toThrow('too late');
  });

  it('is not over before what came while the process was busy has been read', async () => {
    const accepted: Socket[] = [];
    const server = createServer((socket) => void accepted.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as { port: number }).port, '127.0.0.1');
    await once(client, 'connect');
    while (accepted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const answer = once(client, 'data').then(() => 'answer');
    const waiting = within(50, answer, () => 'late');
    accepted[0]?.write('x');
    for (const end = performance.now() + 100; performance.now() < end; );
    expect(await waiting).toBe('answer');
    client.destroy();
    accepted[0]?.destroy();
    server.close();
  });

  it('can be called off, also after its time', async () => {
    let acted = false;
    const pending = afterReading(1, () => {
      acted = true;
    });
    setTimeout(pending.cancel, 2);
    for (const end = performance.now() + 10; performance.now() < end; );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(acted).toBe(false);
  });
});
