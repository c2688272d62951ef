import { badRequest } from './refusals.ts';

/** One operation as a client names it, whichever transport carries it. What is absent, null or empty is undefined. */
export interface Parameters {
  /** The document's text. */
  readonly query: string | undefined;
  /** The name of a trusted or persisted document. */
  readonly documentId: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
  readonly extensions: Record<string, unknown> | undefined;
}

/** Reads the parameters of a request that is already JSON. Throws BAD_REQUEST, naming what has the wrong type. */
export function readParameters(given: unknown): Parameters {
  if (!isObject(given)) throw badRequest(`The request body must be an object, not ${typeName(given)}.`);
  return {
    query: text(given, 'query'),
    documentId: text(given, 'documentId'),
    operationName: text(given, 'operationName'),
    variables: object(given, 'variables'),
    extensions: object(given, 'extensions'),
  };
}

type Given = Record<string, unknown>;

const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function text(given: Given, name: keyof Parameters): string | undefined {
  const value = given[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw badRequest(`\`${name}\` must be a string, not ${typeName(value)}.`);
}

function object(given: Given, name: keyof Parameters): Given | undefined {
  const value = given[name];
  if (value === undefined || value === null) return undefined;
  if (isObject(value)) return value;
  throw badRequest(`\`${name}\` must be an object, not ${typeName(value)}.`);
}

const typeName = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

const IN_URL = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;
const JSON_IN_URL: ReadonlySet<string> = new Set(['variables', 'extensions']);

/** Reads the parameters of a GET from what follows the `?`. Throws BAD_REQUEST. */
export function readUrl(search: string): Parameters {
  const params = new URLSearchParams(search);
  const given: Given = {};
  for (const name of IN_URL) {
    const [value, ...more] = params.getAll(name);
    if (more.length > 0) throw badRequest(`\`${name}\` is in the URL more than once.`);
    if (value) given[name] = JSON_IN_URL.has(name) ? parsed(name, value) : value;
  }
  return readParameters(given);
}

function parsed(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw badRequest(`\`${name}\` is not JSON.`);
  }
}
