import { type Client, eventually, type Json, type Watch } from './client.ts';
import { answerOffer, complete, courierStep, kitchen, readOrder } from './people.ts';

/** Waits for an offer of this delivery on the courier's phone, and takes it. */
export async function takeOffer(courier: Client, phone: Watch, deliveryId: string): Promise<Json> {
  const offer = await phone.until((each) => each.delivery?.id === deliveryId, `an offer of ${deliveryId}`, 60_000);
  return answerOffer(courier, 'Accept', offer.id);
}

/** The delivery of an order's seller part, once there is one. */
export const deliveryOf = (client: Client, orderId: string, part = 0): Promise<Json> =>
  eventually(async () => (await readOrder(client, orderId)).sellerOrders[part]?.delivery, `a delivery for ${orderId}`);

/** Takes one confirmed seller part from the kitchen to the customer's door. */
export async function cookAndDeliver(
  people: { customer: Client; business: Client; courier: Client; phone: Watch },
  orderId: string,
  part = 0,
): Promise<void> {
  const { customer, business, courier, phone } = people;
  const sellerOrder = (await readOrder(customer, orderId)).sellerOrders[part];
  for (const move of ['Accept', 'Prepare', 'Ready'] as const) {
    const { userErrors } = await kitchen(business, move, sellerOrder.id);
    if (userErrors.length > 0) throw new Error(`${move}: ${JSON.stringify(userErrors)}`);
  }
  const delivery = await deliveryOf(customer, orderId, part);
  await takeOffer(courier, phone, delivery.id);
  await courierStep(courier, 'Arrive', delivery.id);
  await courierStep(courier, 'PickUp', delivery.id);
  const done = await complete(courier, delivery.id, delivery.handoverCode);
  if (done.userErrors.length > 0) throw new Error(`complete: ${JSON.stringify(done.userErrors)}`);
}
