import { defaultFieldResolver } from 'graphql';
import { callOf, infoOf } from './call.ts';
import { failed } from './errors.ts';
import { isPromise, settled } from './promises.ts';
import type { Answer, Awaitable, Call, Field, Parent, Selection } from './shapes.ts';

/** Runs an object's fields side by side. Throws, or rejects, when one may not be null and is. */
export function runFields({ fields }: Selection, parent: Parent): Awaitable<Answer> {
  // A plain object: one without a prototype is a hash table to V8, slow to write and to read.
  const answer: Answer = {};
  let waits = false;
  try {
    for (const field of fields) {
      const value = runField(field, parent);
      answer[field.key] = value;
      if (isPromise(value)) waits = true;
    }
  } catch (error) {
    if (!waits) throw error;
    // The others may fail too, and somebody must have listened.
    return settled(answer).finally(() => {
      throw error;
    });
  }
  return waits ? settled(answer) : answer;
}

/** Runs the fields of a mutation one after the other. */
export function runFieldsInTurn({ fields }: Selection, parent: Parent): Awaitable<Answer> {
  let answer: Awaitable<Answer> = {};
  for (const field of fields) {
    const next = (sofar: Answer) => addTo(sofar, field, parent);
    answer = isPromise(answer) ? answer.then(next) : next(answer);
  }
  return answer;
}

function addTo(answer: Answer, field: Field, parent: Parent): Awaitable<Answer> {
  const value = runField(field, parent);
  const add = (there: unknown) => {
    answer[field.key] = there;
    return answer;
  };
  return isPromise(value) ? value.then(add) : add(value);
}

function runField(field: Field, parent: Parent): Awaitable<unknown> {
  let call: Call | undefined;
  try {
    if (field.resolve || field.argumentsFor) {
      call = callOf(field, parent);
      return completed(call, resolved(call, parent.source));
    }
    const value = propertyOf(parent.source, field.name);
    const plain = field.plain(value);
    if (plain !== undefined) return plain;
    call = callOf(field, parent);
    return completed(call, typeof value === 'function' ? resolved(call, parent.source) : value);
  } catch (error) {
    call ??= callOf(field, parent);
    return failed(call, { path: call.path, type: field.type }, error);
  }
}

function resolved(call: Call, source: unknown): unknown {
  const { resolve = defaultFieldResolver, argumentsFor } = call.field;
  const { variables, context } = call.run;
  return resolve(source, argumentsFor ? argumentsFor(variables) : {}, context, infoOf(call));
}

const propertyOf = (source: unknown, name: string): unknown =>
  (typeof source === 'object' && source !== null) || typeof source === 'function'
    ? (source as Answer)[name]
    : undefined;

/** Throws what is wrong at once; what turns out wrong later is put in its place here. */
function completed(call: Call, value: unknown): Awaitable<unknown> {
  const { field, path } = call;
  const done = isPromise(value)
    ? value.then((there) => field.complete(call, path, there))
    : field.complete(call, path, value);
  return isPromise(done)
    ? done.then(undefined, (error: unknown) => failed(call, { path, type: field.type }, error))
    : done;
}
