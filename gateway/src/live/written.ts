import { bodyOf } from '../answering.ts';
import { beside } from '../beside.ts';
import type { LivePort } from '../live-port.ts';
import type { Answer } from '../run/run.ts';

/** An answer as clients are sent it: JSON text, as it is and in bytes. */
export interface Written {
  readonly text: string;
  readonly bytes: Buffer;
}

/** Writes answers, each once for all who share it. */
export function writing({ present }: Pick<LivePort, 'present'>): (answer: Answer) => Written {
  const known = beside<Answer, Written>();
  const write = ({ data, errors }: Answer): Written => {
    const text = bodyOf({ kind: 'answered', data, errors: errors.map((error) => present(error)) });
    return { text, bytes: Buffer.from(text) };
  };
  return (answer) => known.get(answer) ?? known.set(answer, write(answer));
}
