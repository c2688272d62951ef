import type { Types } from '../compile/types.ts';
import type { Fetched } from './state.ts';

/** Adds what a subgraph answered to what is there. Data stays over a null that another subgraph has for the same field. */
export function merge(target: Fetched, source: Fetched, types: Types): void {
  for (const key in source) {
    const value = source[key];
    // Read plainly, a field of this name would be the prototype of all objects, and be merged into.
    const known = key === '__proto__' ? undefined : target[key];
    if (value === known || value === undefined) continue;
    if (known === undefined || known === null) put(target, key, value);
    else mergeField(target, key, value, types);
  }
}

function mergeField(target: Fetched, key: string, value: unknown, types: Types): void {
  const known = target[key];
  if (key === '__typename') mergeTypename(target, value, types);
  else if (typeof value !== 'object' || typeof known !== 'object' || known === null) put(target, key, value);
  else if (value === null) return;
  else if (isObject(value) && isObject(known)) merge(known, value, types);
  else if (Array.isArray(value) && Array.isArray(known) && known.length === value.length)
    mergeLists(known, value, types);
  else target[key] = value;
}

/** JSON may hold a field of this name; assigned plainly it would change the object's prototype. */
const put = (target: Fetched, key: string, value: unknown): void => {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, writable: true });
  else target[key] = value;
};

/** A subgraph that knows only the interface must not blur the type that is already known. */
function mergeTypename(target: Fetched, value: unknown, types: Types): void {
  if (!types.isObject(String(target.__typename))) target.__typename = value;
}

function mergeLists(target: unknown[], source: readonly unknown[], types: Types): void {
  for (let index = 0; index < source.length; index++) {
    const known = target[index];
    const value = source[index];
    if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) mergeLists(known, value, types);
    else if (isObject(known) && isObject(value)) merge(known, value, types);
    else if (value !== null && value !== undefined) target[index] = value;
  }
}

const isObject = (value: unknown): value is Fetched =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy whose objects and lists are its own. */
export function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy) as T;
  const made: Fetched = {};
  for (const key in value) put(made, key, copy(value[key]));
  return made as T;
}
