import type { Viewer } from '@app/kernel/viewer';

const sameTexts = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text) => other.includes(text));

/** Whether both may do the same. */
export const sameRights = (one: Viewer, other: Viewer): boolean =>
  one.kind === other.kind &&
  one.id === other.id &&
  sameTexts(one.roles, other.roles) &&
  sameTexts(one.businessIds, other.businessIds);

/** Whether both are the same in everything that subgraphs are told. */
export const sameViewer = (one: Viewer, other: Viewer): boolean =>
  sameRights(one, other) && one.name === other.name && one.sessionId === other.sessionId && one.caller === other.caller;

const known = new WeakMap<Viewer, string>();

/** The same for whom subgraphs would answer the same. Put together once for each viewer. */
export function rightsKey(viewer: Viewer): string {
  let key = known.get(viewer);
  if (key === undefined) {
    key = JSON.stringify(viewer);
    known.set(viewer, key);
  }
  return key;
}
