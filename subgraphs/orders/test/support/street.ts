/** Who sells what in the town, and where its people live. */
export const BISTRO = business('biz_bistro', { name: 'Bistro', taxBasisPoints: 0, deliveryFeeMinor: '0' });
export const PIZZA = business('biz_pizza', { name: 'Pizza', taxBasisPoints: 700, deliveryFeeMinor: '190' });
export const TOKYO = business('biz_tokyo', { name: 'Tokyo', taxBasisPoints: 0, deliveryFeeMinor: '0' });

function business(id: string, terms: { name: string; taxBasisPoints: number; deliveryFeeMinor: string }) {
  return { id, isOpen: true, location: { latitude: 52.52, longitude: 13.405 }, ...terms };
}

export const item = (
  id: string,
  name: string,
  priceMinor: string,
  of: ReturnType<typeof business>,
  currencyCode = 'EUR',
) => ({
  id,
  name,
  imageUrl: null,
  category: 'Food',
  priceMinor,
  currencyCode,
  available: true,
  business: of,
});

export const address = (id: string, location: { latitude: number; longitude: number } | null) => ({
  id,
  line1: 'Main street 1',
  line2: null,
  city: 'Berlin',
  state: null,
  country: 'DE',
  postalCode: '10115',
  contactName: null,
  contactPhone: null,
  location,
});
