import { survey } from '@app/kernel/testing';
import { deliveryLifecycle as life } from '../src/domain/delivery.lifecycle.ts';
import { DeliveryStatus } from '../src/generated/prisma/enums.ts';

describe('the life of a job', () => {
  const { states, unreachable, final } = survey(life);

  it('knows the statuses of the database but those of a failed delivery, which no move leads to yet', () => {
    expect([...states, 'FAILED', 'RETURNED'].sort()).toEqual(Object.keys(DeliveryStatus).sort());
  });

  it('can reach every status it knows', () => expect(unreachable).toEqual([]));

  it('ends in delivery or cancellation', () => expect(final.sort()).toEqual(['CANCELLED', 'DELIVERED']));

  it.each([
    ['courier', 'OFFERED', ['reopen', 'accept']],
    ['courier', 'ASSIGNED', ['arrive', 'pickUp']],
    ['courier', 'AT_PICKUP', ['pickUp']],
    ['courier', 'PICKED_UP', ['depart', 'complete']],
    ['courier', 'IN_TRANSIT', ['complete']],
    ['courier', 'DELIVERED', []],
    ['system', 'AT_PICKUP', ['cancel']],
    ['system', 'PICKED_UP', []],
  ] as const)('lets the %s of a job that is %s do %j', (actor, state, moves) => {
    expect(life.available(state, actor)).toEqual(moves);
  });
});
