/** What both client libraries hand out. */
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[] | undefined;
}

/** Reads a subscription one answer at a time; a wait that is too long fails the test with what is missing. */
export function reading<Data = Record<string, unknown>>(answers: AsyncIterable<Answer>) {
  const iterator = answers[Symbol.asyncIterator]();
  return {
    /** The next `count` answers' data. Throws the first errors. */
    async next(count: number): Promise<Data[]> {
      const data: Data[] = [];
      while (data.length < count) {
        const answer = await soon(iterator.next(), `answer ${data.length + 1} of ${count}`);
        if (answer.done) throw new Error(`ended after ${data.length} of ${count}`);
        if (answer.value.errors) throw new Error(JSON.stringify(answer.value.errors));
        data.push(answer.value.data as Data);
      }
      return data;
    },
    /** How the subscription ends, with anything still coming before. */
    async ending(): Promise<unknown> {
      try {
        for (;;) {
          const answer = await soon(iterator.next(), 'the end');
          if (answer.done) return 'complete';
          if (answer.value.errors) return answer.value.errors;
        }
      } catch (error) {
        return error;
      }
    },
    stop: () => iterator.return?.(),
  };
}

/** The promise's answer, or a failure that names what did not come. */
export async function soon<T>(promise: Promise<T>, what: string, ms = 30_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until `holds`. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
