import { forbidden, unauthenticated } from './errors.ts';

/** On whose behalf a subgraph works, as the caller's signed service token says. */
export interface Viewer {
  /** `user`: a signed-in person; `anonymous`: nobody; `service`: another subgraph or the gateway for itself. */
  readonly kind: 'user' | 'anonymous' | 'service';
  /** The user's id, or the service's name; empty when anonymous. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Businesses the user owns or works for. */
  readonly businessIds: readonly string[];
  readonly sessionId: string | null;
  /** The service that made the call: `gateway`, or a subgraph. */
  readonly caller: string;
}

/** Nobody in particular, as called by `caller`. */
export const anonymous = (caller: string): Viewer => ({
  kind: 'anonymous',
  id: '',
  name: '',
  roles: [],
  businessIds: [],
  sessionId: null,
  caller,
});

/** A service acting for itself: consumers, timers, seeds. */
export const system = (service: string): Viewer => ({
  ...anonymous(service),
  kind: 'service',
  id: service,
  name: service,
});

/** Whether the viewer acts in this role. */
export const hasRole = (viewer: Viewer, role: string): boolean => viewer.kind === 'user' && viewer.roles.includes(role);

/** The viewer if signed in with one of these roles (any, when empty); otherwise throws UNAUTHENTICATED or FORBIDDEN. */
export function requireRole(viewer: Viewer, ...roles: string[]): Viewer {
  if (viewer.kind !== 'user') throw unauthenticated();
  if (roles.length > 0 && !roles.some((role) => viewer.roles.includes(role))) throw forbidden(roles);
  return viewer;
}

/** For `@inaccessible` fields: throws unless one of these services calls. The public graph cannot reach them, a stolen user token neither. */
export function requireCaller(viewer: Viewer, ...services: string[]): void {
  if (!services.includes(viewer.caller)) throw forbidden(services.map((service) => `service ${service}`));
}
