import type { Viewer } from '@app/kernel/viewer';
import { beside } from '../beside.ts';

const known = beside<Viewer, string>();
const knownAt = beside<Viewer, Map<string, string>>();

/** Everything that decides what a viewer may see. Only those with equal rights share anything. */
export const rightsOf = (viewer: Viewer): string =>
  viewer.kind === 'anonymous' ? '' : (known.get(viewer) ?? known.set(viewer, written(viewer)));

const written = ({ kind, id, name, sessionId, roles, businessIds }: Viewer): string =>
  `${kind}:${id}:${sessionId}:${roles.join()}:${businessIds.join()}:${name}`;

/** The same, and what subgraph is asked: put together once for each, since a viewer asks again and again. */
export function rightsAt(subgraph: string, viewer: Viewer): string {
  const ofViewer = knownAt.get(viewer) ?? knownAt.set(viewer, new Map());
  let rights = ofViewer.get(subgraph);
  if (rights === undefined) {
    rights = `${subgraph}|${rightsOf(viewer)}`;
    ofViewer.set(subgraph, rights);
  }
  return rights;
}
