import { hasRole, type Viewer } from '@app/kernel/viewer';

/** Whether the viewer also sees what a business does not show to everybody (B9). */
export const seesAllOf = (viewer: Viewer, businessId: string): boolean =>
  hasRole(viewer, 'ADMIN') || (viewer.kind === 'user' && viewer.businessIds.includes(businessId));

/** Active businesses are public; others only exist for their own people and admins. */
export const mayReadBusiness = (viewer: Viewer, { id, status }: { id: string; status: string }): boolean =>
  status === 'ACTIVE' || seesAllOf(viewer, id);

/** What is on the menu of an active business is public. */
export const mayReadItem = (
  viewer: Viewer,
  item: { businessId: string; visible: boolean; businessStatus: string },
): boolean => (item.visible && item.businessStatus === 'ACTIVE') || seesAllOf(viewer, item.businessId);
