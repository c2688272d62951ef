/** What decides whether an item can be ordered, beside its business being open. */
export interface Offering {
  readonly visible: boolean;
  readonly switchedOn: boolean;
  readonly inStock: boolean;
  readonly businessStatus: string;
}

/** Whether its business sells an item (B3, B7). Whether any is left is for inventory to say, which knows it to the unit. */
export const isOffered = ({ visible, switchedOn, businessStatus }: Omit<Offering, 'inStock'>): boolean =>
  visible && switchedOn && businessStatus === 'ACTIVE';

/** Whether a menu shows an item as available: offered, and not sold out as far as the events have told (I6). */
export const isAvailable = (item: Offering): boolean => isOffered(item) && item.inStock;
