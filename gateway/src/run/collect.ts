import type { Way } from '../compile/way.ts';
import type { ClientPath } from './holes.ts';
import type { Fetched } from './state.ts';

/** Every object at the end of a way, in the order they stand there. An object that stands in several places is met in each. */
export function collect(data: unknown, way: Way, found: Fetched[]): void {
  walk(data, way, 0, found);
}

function walk(value: unknown, way: Way, at: number, found: Fetched[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, way, at, found);
    return;
  }
  const segment = way[at];
  if (!segment) found.push(value as Fetched);
  else if (segment.name !== undefined) walk((value as Fetched)[segment.name], way, at + 1, found);
  else if (isOf(value as Fetched, segment.types)) walk(value, way, at + 1, found);
}

/** An object without a type has the one that the schema gives its place. */
const isOf = ({ __typename }: Fetched, types: ReadonlySet<string> | undefined): boolean =>
  __typename === undefined || types?.has(__typename as string) === true;

/** Where the objects at the end of a way stand in the client's answer. Only asked for when something went wrong. */
export function placesOf(data: unknown, way: Way): Map<object, ClientPath[]> {
  const places = new Map<object, ClientPath[]>();

  function visit(value: unknown, at: number, path: ClientPath): void {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, at, [...path, index]);
    else if (typeof value === 'object' && value !== null) step(value as Fetched, at, path);
  }

  function step(object: Fetched, at: number, path: ClientPath): void {
    const segment = way[at];
    if (!segment) places.set(object, [...(places.get(object) ?? []), path]);
    else if (segment.name !== undefined) visit(object[segment.name], at + 1, [...path, segment.name]);
    else if (isOf(object, segment.types)) visit(object, at + 1, path);
  }

  visit(data, 0, []);
  return places;
}

/** The names of a way up to the first list that it meets: where all that could not be fetched belongs. */
export function commonPlace(data: unknown, way: Way): ClientPath {
  const path: string[] = [];
  let here = data;
  for (const { name } of way) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) break;
    if (name === undefined) continue;
    path.push(name);
    here = (here as Fetched)[name];
  }
  return path;
}
