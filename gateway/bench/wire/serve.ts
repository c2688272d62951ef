import { createServer, type Server } from 'node:net';
import { messageReader } from './messages.ts';

/** Answers a request; the text is JSON. Throwing answers 500. */
export type Handler = (path: string, body: Buffer, head: string) => string | Promise<string>;

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ';
const FAILED = 'HTTP/1.1 500 Internal Server Error\r\ncontent-length: ';

/** The cheapest HTTP server there is: one handler, kept-alive connections, answers as JSON text. */
export function serve(port: number, handler: Handler): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => {
    const send = (head: string, text: string) => void socket.write(`${head}${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const fail = (error: unknown) => send(FAILED, String(error));
    socket.on('error', () => socket.destroy());
    socket.on(
      'data',
      messageReader(({ head, body }) => {
        try {
          const answer = handler(head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/')), body, head);
          if (typeof answer === 'string') send(HEAD, answer);
          else answer.then((text) => send(HEAD, text), fail);
        } catch (error) {
          fail(error);
        }
      }),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
