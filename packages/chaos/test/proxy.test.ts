import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as openServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Link, openLink } from '../src/proxy/link.ts';
import { saysCommitted, wholeRequests } from '../src/proxy/protocols.ts';

let served = 0;
let server: Server;
let link: Link;

beforeAll(async () => {
  server = createServer((asked, response) => {
    served += 1;
    asked.resume().on('end', () => response.end('done'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  link = await openLink({ from: 'a', to: 'b', protocol: 'http', port });
});
afterAll(async () => {
  await link.close();
  server.closeAllConnections();
  server.close();
});

const post = (body: string, timeout = 20_000): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request({ port: link.port, method: 'POST', path: '/x', timeout, agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => resolve(chunk.toString()));
    });
    asked.on('error', reject).on('timeout', () => asked.destroy(new Error('silence')));
    asked.end(body);
  });

it('lets everything through until it is hurt', async () => {
  await expect(post('hello')).resolves.toBe('done');
  expect(link.requests.at(-1)?.toString()).toContain('hello');
});

it('delays', async () => {
  link.delay(150);
  const began = Date.now();
  await expect(post('slow')).resolves.toBe('done');
  expect(Date.now() - began).toBeGreaterThanOrEqual(290);
  link.heal(false);
});

it('is silent as a black hole, and lets out what it held back when it heals', async () => {
  link.blackHole();
  await expect(post('nobody hears', 300)).rejects.toThrow('silence');
  const before = served;
  const held = post('later');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(served).toBe(before);
  link.heal(false);
  await expect(held).resolves.toBe('done');
});

it('tells a caller whose callee went meanwhile, once it heals', async () => {
  link.blackHole();
  const waiting = post('nobody will hear');
  await new Promise((resolve) => setTimeout(resolve, 100));
  server.closeAllConnections();
  await new Promise((resolve) => setTimeout(resolve, 100));
  link.heal(false);
  await expect(waiting).rejects.toThrow(/ECONNRESET|hang up/);
});

it('cuts, and refuses until it heals', async () => {
  link.reset();
  await expect(post('no')).rejects.toThrow(/ECONNRESET|hang up/);
  link.heal(false);
  await expect(post('yes')).resolves.toBe('done');
});

describe('half open', () => {
  /** A connection through the link, to a server that says back what it hears; with what happens to both of its ends. */
  const openEcho = async () => {
    const echo = openServer((far) => ends.push(watched(far.on('data', (chunk) => far.write(chunk)))));
    const ends: ReturnType<typeof watched>[] = [];
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const { port } = echo.address() as AddressInfo;
    const way = await openLink({ from: 'a', to: 'b', protocol: 'redis', port });
    const dial = async () => {
      const caller = watched(connect(way.port, '127.0.0.1'));
      caller.socket.write('1');
      await caller.until(({ heard }) => heard === '1');
      return { caller, callee: ends.at(-1) as ReturnType<typeof watched> };
    };
    const close = async () => {
      await way.close();
      await new Promise((resolve) => echo.close(resolve));
    };
    return { way, dial, close };
  };
  const watched = (socket: Socket) => {
    const seen = { heard: '', over: '' };
    socket.on('data', (chunk: Buffer) => {
      seen.heard += chunk;
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      seen.over = String(code);
    });
    socket.on('close', () => {
      seen.over ||= 'closed';
    });
    const until = async (met: (now: typeof seen) => boolean) => {
      const end = Date.now() + 10_000;
      while (!met(seen) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(met(seen) || seen).toBe(true);
    };
    return { socket, seen, until };
  };

  it.each([
    ['callee', { stays: 'caller', goes: 'callee' }],
    ['caller', { stays: 'callee', goes: 'caller' }],
  ] as const)(
    'tells nobody that the %s is gone, swallows what is sent, and lets new ones through',
    async (gone, who) => {
      const { way, dial, close } = await openEcho();
      const pair = await dial();
      expect(way.halfOpen(gone)).toBe(1);
      await pair[who.goes].until(({ over }) => over === 'ECONNRESET');
      pair[who.stays].socket.write('2');
      // Whatever would be told of it is told long before a new connection was made and has spoken.
      const fresh = await dial();
      expect(pair[who.stays].seen.over).toBe('');
      expect([pair.caller.seen.heard, pair.callee.seen.heard]).toEqual(['1', '1']);
      way.heal(false);
      await pair[who.stays].until(({ over }) => over === 'ECONNRESET');
      expect(fresh.caller.seen.over).toBe('');
      await close();
    },
  );

  it('may be something in between that forgot the connection: both ends take it for open, and one may go by itself', async () => {
    const { way, dial, close } = await openEcho();
    const { caller, callee } = await dial();
    way.halfOpen('nobody');
    caller.socket.write('2');
    caller.socket.end();
    await caller.until(({ over }) => over === 'closed');
    await dial();
    expect([callee.seen, way.halfOpen('nobody')]).toEqual([{ heard: '1', over: '' }, 2]);
    way.heal(false);
    await callee.until(({ over }) => over === 'ECONNRESET');
    await close();
  });
});

it('loses the answer of what was done', async () => {
  link.loseAnswers(1);
  const before = served;
  await expect(post('do it')).rejects.toThrow(/ECONNRESET|hang up/);
  expect(served).toBe(before + 1);
  expect(link.lost()).toBe(1);
  await expect(post('and again')).resolves.toBe('done');
});

it('knows a commit of PostgreSQL by its answer, and whole requests by their length', () => {
  const message = (kind: string, body: string) => {
    const head = Buffer.alloc(5);
    head.write(kind);
    head.writeUInt32BE(body.length + 4, 1);
    return Buffer.concat([head, Buffer.from(body, 'latin1')]);
  };
  const of = (...parts: Buffer[]) => saysCommitted('postgres', Buffer.concat(parts));
  expect(of(message('C', 'COMMIT\0'), message('Z', 'I'))).toBe(true);
  expect(of(message('C', 'UPDATE 2\0'), message('Z', 'I'))).toBe(true);
  expect(of(message('C', 'UPDATE 2\0'), message('Z', 'T'))).toBe(false);
  expect(of(message('C', 'UPDATE 0\0'), message('Z', 'I'))).toBe(false);
  expect(of(message('C', 'SELECT 2\0'), message('Z', 'I'))).toBe(false);
  const [one, two] = [
    'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc',
    'POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\nx',
  ];
  expect(wholeRequests(Buffer.from(one + two)).map(String)).toEqual([one]);
});
