import type { Viewer } from '@app/kernel/viewer';

const known = new WeakMap<Viewer, string>();

/** Everything that decides what a viewer may see. Only those with equal rights share anything. */
export function rightsOf(viewer: Viewer): string {
  if (viewer.kind === 'anonymous') return '';
  let rights = known.get(viewer);
  if (rights === undefined) {
    const { kind, id, name, sessionId, roles, businessIds } = viewer;
    rights = `${kind}:${id}:${sessionId}:${roles.join()}:${businessIds.join()}:${name}`;
    known.set(viewer, rights);
  }
  return rights;
}
