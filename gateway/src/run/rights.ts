import type { Viewer } from '@app/kernel/viewer';

/** Everything that decides what a viewer may see. Only those with equal rights share anything. */
export const rightsOf = ({ kind, id, name, sessionId, roles, businessIds }: Viewer): string =>
  kind === 'anonymous' ? '' : `${kind}:${id}:${sessionId}:${roles.join()}:${businessIds.join()}:${name}`;
