import type { Rewrite } from '../planning/plan.ts';
import type { Types } from './types.ts';
import { namesOfAll, type WaySegment } from './way.ts';

/** Changes data in place. */
export type Rewriter = (data: unknown) => void;

interface Compiled {
  readonly way: readonly WaySegment[];
  readonly change: (object: Record<string, unknown>, name: string) => void;
}

/** Compiles a planner's rewrites; undefined when there are none. */
export function rewriterOf(rewrites: readonly Rewrite[], types: Types): Rewriter | undefined {
  if (rewrites.length === 0) return undefined;
  const compiled = rewrites.map(
    (rewrite): Compiled => ({
      way: rewrite.path.map((segment) =>
        segment.kind === 'field'
          ? { name: segment.name, types: undefined }
          : { name: undefined, types: namesOfAll(segment.types, types) },
      ),
      change:
        rewrite.kind === 'set'
          ? (object, name) => {
              object[name] = rewrite.value;
            }
          : (object, name) => {
              // The old name stays behind: nothing asks for it, and taking keys away is slow.
              if (object[name] !== undefined) object[rewrite.to] = object[name];
            },
    }),
  );
  return (data) => {
    for (const each of compiled) rewrite(each, data, 0);
  };
}

/** How error paths are read back: the planner's names and the client's. */
export const renamesOf = (rewrites: readonly Rewrite[]): ReadonlyMap<string, string> =>
  new Map(
    rewrites.flatMap((rewrite) => {
      const last = rewrite.path.at(-1);
      return rewrite.kind === 'rename' && last?.kind === 'field' ? [[last.name, rewrite.to] as const] : [];
    }),
  );

function rewrite(compiled: Compiled, data: unknown, at: number): void {
  if (Array.isArray(data)) {
    for (const item of data) rewrite(compiled, item, at);
    return;
  }
  const segment = compiled.way[at];
  if (!segment || typeof data !== 'object' || data === null) return;
  const object = data as Record<string, unknown>;
  const { name, types } = segment;
  if (name === undefined) {
    const typeName = object.__typename;
    if (typeName === undefined || types?.has(String(typeName))) rewrite(compiled, data, at + 1);
  } else if (at === compiled.way.length - 1) compiled.change(object, name);
  else rewrite(compiled, object[name], at + 1);
}
