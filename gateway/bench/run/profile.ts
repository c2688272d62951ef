import { readFileSync } from 'node:fs';

/** A function and its share of the busy time, itself and without what it called. */
export interface Hot {
  readonly name: string;
  readonly place: string;
  /** 0 to 1. */
  readonly share: number;
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The functions of a .cpuprofile that cost most, idle time left out. */
export function hottest(file: string, count: number): Hot[] {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, at) => {
    const { functionName, url, lineNumber } = frames.get(id) ?? { functionName: '?', url: '', lineNumber: 0 };
    if (functionName === '(idle)') return;
    const time = timeDeltas[at] ?? 0;
    busy += time;
    const key = `${functionName || '(anonymous)'} ${shortened(url)}${url && `:${lineNumber + 1}`}`;
    times.set(key, (times.get(key) ?? 0) + time);
  });
  return [...times]
    .sort(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([key, time]) => {
      const [name = '', place = ''] = key.split(' ');
      return { name, place, share: time / busy };
    });
}

const shortened = (url: string): string =>
  url
    .replace(/^file:\/\//, '')
    .replace(/^.*?\/(node_modules|gateway|packages)\//, '$1/')
    .replace(/\?.*$/, '');
