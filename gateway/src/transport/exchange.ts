import type { Dispatcher, Pool } from 'undici';
import { faultOf, TransportFault } from './faults.ts';
import type { Patience } from './patience.ts';
import type { Reply } from './reply.ts';

/** How a request goes out: undici's options, and whom to tell that its connection is free again. */
export interface Outgoing {
  readonly options: Dispatcher.DispatchOptions;
  readonly signal: Patience;
  /** Called exactly once, which can be after the promise was settled: an abandoned request may still be connecting. */
  readonly done: () => void;
}

/**
 * Sends one request and reads its reply whole. Rejects with a TransportFault. Goes below `pool.request` because a body
 * as a stream costs half as much again as everything else here.
 */
export function exchange(pool: Pool, { options, signal, done }: Outgoing): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined;
    let status = 0;
    let contentType: string | undefined;
    const chunks: Buffer[] = [];

    const abandon = () => {
      const fault = new TransportFault('abandoned', 'nobody waits for the answer any longer', {
        answering: status > 0,
      });
      if (connection) connection.abort(fault);
      else reject(fault);
    };
    const end = () => {
      signal.removeEventListener('abort', abandon);
      done();
    };

    if (signal.aborted) {
      done();
      return abandon();
    }
    signal.addEventListener('abort', abandon, { once: true });
    pool.dispatch(options, {
      onRequestStart(controller) {
        // Thrown here it costs nothing; aborting later costs the connection.
        if (signal.aborted) throw new TransportFault('abandoned', 'nobody waits for the answer any longer');
        connection = controller;
      },
      onResponseStart(_controller, statusCode, headers) {
        status = statusCode;
        const type = headers['content-type'];
        contentType = typeof type === 'string' ? type : undefined;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        end();
        resolve({ status, contentType, body: textOf(chunks) });
      },
      onResponseError(_controller, error) {
        end();
        reject(faultOf(error, status > 0));
      },
    });
  });
}

const textOf = (chunks: readonly Buffer[]): string =>
  ((chunks.length === 1 && chunks[0]) || Buffer.concat(chunks)).toString('utf8');
