import { GraphQLError, type GraphQLOutputType } from 'graphql';
import { failed } from './errors.ts';
import { plainOf } from './leaf.ts';
import { isPromise } from './promises.ts';
import type { Awaitable, Call, Complete, Path } from './shapes.ts';

/** Completes each item; what is wrong with one stays with that one where it may be null. */
export function completeList(type: GraphQLOutputType, complete: Complete): Complete {
  const plain = plainOf(type);

  function completeItem(call: Call, path: Path, item: unknown): Awaitable<unknown> {
    const failure = (error: unknown) => failed(call, { path, type }, error);
    try {
      const done = isPromise(item) ? item.then((there) => complete(call, path, there)) : complete(call, path, item);
      return isPromise(done) ? done.then(undefined, failure) : done;
    } catch (error) {
      return failure(error);
    }
  }

  function completeItems(call: Call, path: Path, { values, into }: Items): boolean {
    let waits = false;
    for (const item of values) {
      const short = plain(item);
      if (short !== undefined) {
        into.push(short);
        continue;
      }
      const done = completeItem(call, { prev: path, key: into.length, typename: undefined }, item);
      if (isPromise(done)) waits = true;
      into.push(done);
    }
    return waits;
  }

  return (call, path, value) => {
    const into: unknown[] = [];
    try {
      return completeItems(call, path, { values: iterable(call, value), into }) ? Promise.all(into) : into;
    } catch (error) {
      // Nobody waits for those before it any more, and what they fail with must not end the process.
      void Promise.allSettled(into);
      throw error;
    }
  };
}

interface Items {
  readonly values: Iterable<unknown>;
  readonly into: unknown[];
}

function iterable({ field }: Call, value: unknown): Iterable<unknown> {
  const isIterable =
    typeof value === 'object' && typeof (value as Partial<Iterable<unknown>>)?.[Symbol.iterator] === 'function';
  if (isIterable) return value as Iterable<unknown>;
  throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.parentType.name}.${field.name}".`);
}
