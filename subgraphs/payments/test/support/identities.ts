import type { Viewer } from '@app/kernel/viewer';

const user = (id: string, role: string, businessIds: string[] = []): Viewer => ({
  kind: 'user',
  id,
  name: id,
  roles: [role],
  businessIds,
  sessionId: 'ses_1',
  caller: 'gateway',
});

export const ADA = user('usr_ada', 'CUSTOMER');
export const BOB = user('usr_bob', 'CUSTOMER');
export const BISTRO = user('usr_bistro', 'BUSINESS', ['biz_bistro']);
export const PIZZA = user('usr_pizza', 'BUSINESS', ['biz_pizza']);
export const ADMIN = user('usr_admin', 'ADMIN');
export const COURIER = user('usr_courier', 'COURIER');
export const NOBODY: Viewer = {
  kind: 'anonymous',
  id: '',
  name: '',
  roles: [],
  businessIds: [],
  sessionId: null,
  caller: 'gateway',
};
