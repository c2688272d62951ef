/** A delivery of one seller's part of an order. */
export interface Delivered {
  readonly customerId: string;
  readonly orderId: string;
  readonly businessId: string;
  readonly courierId: string | null;
}

/** What a customer may rate once it was delivered: the order, who sold it, and who brought it if anybody did. */
export const rightsOf = ({ customerId, orderId, businessId, courierId }: Delivered) => [
  { customerId, orderId, subject: 'ORDER' as const, subjectId: orderId },
  { customerId, orderId, subject: 'BUSINESS' as const, subjectId: businessId },
  ...(courierId === null ? [] : [{ customerId, orderId, subject: 'COURIER' as const, subjectId: courierId }]),
];
