import type { ObjectResolvers } from '@app/kernel/graphql';
import type { AddressRow } from '../db.ts';
import type { Address as AddressGql, AddressResolvers } from '../generated/graphql.ts';

export const Address: ObjectResolvers<AddressResolvers, AddressGql, AddressRow> = {
  location: ({ latitude, longitude }) => (latitude === null || longitude === null ? null : { latitude, longitude }),
};
