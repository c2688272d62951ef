import { openAdmission } from '../src/admission.ts';

/** Jobs that note how many run together and end when told. */
function jobs() {
  const running: string[] = [];
  const ends: (() => void)[] = [];
  const seen: string[][] = [];
  return {
    seen,
    end: async () => {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    job: (name: string) => async () => {
      running.push(name);
      seen.push([...running]);
      await new Promise<void>((resolve) => ends.push(resolve));
      running.splice(running.indexOf(name), 1);
      return name;
    },
  };
}

describe('the admission queue', () => {
  it('runs two at once, in order, and one of a key at a time', async () => {
    const admission = openAdmission({ atOnce: 2, waiting: 10 });
    const { job, end, seen } = jobs();
    const all = [
      admission.admit('a', job('a1')),
      admission.admit('a', job('a2')),
      admission.admit('b', job('b1')),
      admission.admit('c', job('c1')),
    ];
    for (let round = 0; round < 5; round++) await end();
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1', 'c1']);
    expect(seen).toEqual([['a1'], ['a1', 'b1'], ['b1', 'a2'], ['a2', 'c1']]);
  });

  it('sends away whoever comes when too many wait, and lets a failure make room', async () => {
    const admission = openAdmission({ atOnce: 1, waiting: 1 });
    const { job, end } = jobs();
    const failing = admission.admit('a', () => job('a')().then(() => Promise.reject(new Error('broken'))));
    const waiting = admission.admit('b', job('b'));

    await expect(admission.admit('c', job('c'))).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });

    await end();
    await expect(failing).rejects.toThrow('broken');
    await end();
    expect(await waiting).toBe('b');
  });
});
