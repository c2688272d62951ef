import type { Path } from '../planning/plan.ts';
import type { Types } from './types.ts';

/** A path through fetched data: names to follow and types to keep to. Lists on the way are followed element by element. */
export type Way = readonly WaySegment[];

/** Exactly one of the two. */
export interface WaySegment {
  readonly name: string | undefined;
  readonly types: ReadonlySet<string> | undefined;
}

/** Compiles a planner's path. */
export const wayOf = (path: Path, types: Types): Way =>
  path.flatMap((segment): WaySegment[] => {
    if (segment.kind === 'field') return [{ name: segment.name, types: undefined }];
    if (segment.kind === 'types') {
      const names = segment.isExact ? new Set(segment.types) : namesOfAll(segment.types, types);
      return [{ name: undefined, types: names }];
    }
    return [];
  });

/** Every name that is one of these types. */
export const namesOfAll = (wanted: readonly string[], types: Types): ReadonlySet<string> =>
  new Set(wanted.flatMap((name) => [...types.namesOf(name)]));
