import { bodyOf } from '../answering.ts';
import type { LivePort } from '../live-port.ts';
import type { Answer } from '../run/run.ts';

/** An answer as clients are sent it: JSON text, as it is and in bytes. */
export interface Written {
  readonly text: string;
  readonly bytes: Buffer;
}

/** Writes answers, each once for all who share it. */
export function writing({ present }: Pick<LivePort, 'present'>): (answer: Answer) => Written {
  const known = new WeakMap<Answer, Written>();
  return (answer) => {
    let written = known.get(answer);
    if (!written) {
      const { data } = answer;
      const text = bodyOf({ kind: 'answered', data, errors: answer.errors.map((error) => present(error)) });
      written = { text, bytes: Buffer.from(text) };
      known.set(answer, written);
    }
    return written;
  };
}
