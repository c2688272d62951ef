import { hasRole, type Viewer } from '@app/kernel/viewer';

/** Whether the viewer keeps this business's stock: its members do, and admins. To everybody else its books do not exist. */
export const mayKeepStock = (viewer: Viewer, businessId: string): boolean =>
  hasRole(viewer, 'ADMIN') || (hasRole(viewer, 'BUSINESS') && viewer.businessIds.includes(businessId));
