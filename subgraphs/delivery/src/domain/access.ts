import { hasRole, type Viewer } from '@app/kernel/viewer';

interface Job {
  readonly customerId: string;
  readonly businessId: string;
  readonly courierUserId: string | null;
}

/** Those for whom a job is done: its customer and its business. */
export const isServedBy = (viewer: Viewer, job: Pick<Job, 'customerId' | 'businessId'>): boolean =>
  viewer.kind === 'user' && (job.customerId === viewer.id || viewer.businessIds.includes(job.businessId));

/** Who may see a job: those it is done for, its courier, admins, and services acting for themselves. */
export const mayRead = (viewer: Viewer, job: Job): boolean =>
  viewer.kind === 'service' ||
  hasRole(viewer, 'ADMIN') ||
  isServedBy(viewer, job) ||
  (viewer.kind === 'user' && job.courierUserId === viewer.id);

/** The code proves that the customer was at the door, so nobody else may know it. */
export const mayKnowCode = (viewer: Viewer, job: Pick<Job, 'customerId'>): boolean =>
  viewer.kind === 'user' && job.customerId === viewer.id;
