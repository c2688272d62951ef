/** What decides whether an item can be ordered, beside its business being open. */
export interface Offering {
  readonly visible: boolean;
  readonly switchedOn: boolean;
  readonly inStock: boolean;
  readonly businessStatus: string;
}

/** Whether an item can be ordered (B3, B7). */
export const isAvailable = ({ visible, switchedOn, inStock, businessStatus }: Offering): boolean =>
  visible && switchedOn && inStock && businessStatus === 'ACTIVE';
