import { deliver } from '@app/kernel/events/deliver';
import { openLog } from '@app/kernel/log';
import type { EventOf } from '@app/schema/events';
import { followMembership } from '../src/consumers/follow-membership.ts';
import { NOON, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

type Membership = 'business.member-added' | 'business.member-removed';
const hear = (id: string, type: Membership) => {
  const payload = { userId: 'ada', businessId: 'biz_1' };
  const event: EventOf<Membership> = {
    id,
    type,
    version: 1,
    subject: 'biz_1',
    occurredAt: NOON,
    correlationId: null,
    payload,
  };
  return deliver({ service: 'users', db: world.db, log: openLog('users') }, followMembership, event);
};

describe('who may act for a business', () => {
  it('is kept, once, and dropped again; an old story told again changes nothing', async () => {
    expect(await hear('evt_1', 'business.member-added')).toBe('handled');
    expect(await hear('evt_1', 'business.member-added')).toBe('duplicate');
    expect(await hear('evt_2', 'business.member-added')).toBe('handled');
    expect(await world.db.userBusiness.findMany()).toEqual([{ userId: 'ada', businessId: 'biz_1' }]);

    await hear('evt_3', 'business.member-removed');
    await hear('evt_1', 'business.member-added');
    expect(await world.db.userBusiness.findMany()).toEqual([]);
  });
});
