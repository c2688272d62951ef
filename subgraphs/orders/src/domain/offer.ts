interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** An item as its business sells it now. */
export interface Offer {
  readonly id: string;
  readonly name: string;
  readonly imageUrl: string | null;
  readonly category: string | null;
  readonly priceMinor: bigint;
  readonly currencyCode: string;
  readonly available: boolean;
  readonly business: {
    readonly id: string;
    readonly name: string;
    readonly isOpen: boolean;
    readonly location: Place;
    readonly taxBasisPoints: number;
    readonly deliveryFeeMinor: bigint;
  };
}

/** Who orders, and where to. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly address: {
    readonly id: string;
    readonly line1: string;
    readonly line2: string | null;
    readonly city: string;
    readonly state: string | null;
    readonly country: string;
    readonly postalCode: string;
    readonly contactName: string | null;
    readonly contactPhone: string | null;
    readonly location: Place | null;
  };
}

/** Whether an item can be ordered now (B3, B7). */
export const isOrderable = (offer: Offer | undefined): boolean => Boolean(offer?.available && offer.business.isOpen);
