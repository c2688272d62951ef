import type { ObjectResolvers } from '@app/kernel/graphql';
import type { StockMovement as StockMovementGql, StockMovementResolvers } from '../generated/graphql.ts';
import type { MovementRow } from '../reads/movements.ts';

export const StockMovement: ObjectResolvers<StockMovementResolvers, StockMovementGql, MovementRow> = {
  id: ({ position }) => `mov_${position}`,
  actorId: ({ actor }) => actor,
};
