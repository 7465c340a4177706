import { randomUUID } from 'node:crypto';
import { CallbackIntake } from '../../src/modules/payments/callback-intake.service.js';
import { holdCallbacks, releaseCallbacks } from './callbacks.js';
import { expectInvariants } from './invariants.js';
import type { Checkout, PaymentScene, PlacedOrder } from './payments.js';
import type { GuestCart } from './shop.js';

/** Past the end of every hold. */
const EXPIRED = { minutes: 61 };
/** By then a refund has been asked for again, should its first call have failed. */
const MUCH_LATER = { minutes: 11 };
/** How often somebody else tries to buy the unit while it is decided about. */
const RIVAL_ATTEMPTS = 8;

interface Contest {
  order: PlacedOrder;
  payment: Checkout;
  /** Somebody else who wants the same unit. */
  rival: GuestCart;
}

/**
 * Orders of the last unit that are paid while their hold ends: callbacks arrive, two sweepers run and others try to buy
 * the units, all in the same moment. Each order must end confirmed with its unit sold, or with its money returned and its
 * unit in nobody else's hands than the rival's; never both, never neither.
 * @returns how many ended in which way
 */
export async function payWhileExpiring(scene: PaymentScene, count: number) {
  const { shop } = scene;
  const contests: Contest[] = [];
  for (let index = 0; index < count; index++) contests.push(await prepare(scene));
  await scene.pass(EXPIRED);

  const [bought] = await Promise.all([
    Promise.all(contests.map(({ rival }) => tryToBuy(scene, rival))),
    Promise.all(contests.map(({ payment }) => releaseCallbacks(scene, payment))),
    shop.sweep(),
    shop.sweep(),
  ]);
  await settle(scene);
  await scene.pass(MUCH_LATER);
  await settle(scene);

  const tally = { payments: count, confirmed: 0, returned: 0, 'bought by others': 0 };
  for (const [index, contest] of contests.entries()) {
    const outcome = await judge(scene, contest, bought[index]!);
    tally[outcome]++;
    if (bought[index]!) tally['bought by others']++;
  }
  await expectInvariants(shop.test, scene.control);
  return tally;
}

async function prepare(scene: PaymentScene): Promise<Contest> {
  const order = await scene.placeOrder({}, 1);
  const payment = await scene.checkout(order);
  await holdCallbacks(scene, payment);
  await scene.pay(payment);
  return { order, payment, rival: await scene.shop.cartWith({ [order.sku]: 1 }) };
}

async function tryToBuy({ shop }: PaymentScene, cart: GuestCart): Promise<boolean> {
  for (let attempt = 0; attempt < RIVAL_ATTEMPTS; attempt++) {
    const { status } = await shop.place(cart, { email: `${randomUUID()}@example.com` });
    if (status === 201) return true;
    expect(status).toBe(409);
  }
  return false;
}

/** Until all that was caused has been done: what one sweep begins another may have to end. */
async function settle(scene: PaymentScene): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await scene.shop.test.app.get(CallbackIntake).settled();
    await scene.shop.sweep();
    await scene.deliver();
  }
  await scene.shop.test.app.get(CallbackIntake).settled();
}

async function judge(scene: PaymentScene, { order, payment }: Contest, isBought: boolean) {
  const { status, paymentStatus } = await scene.order(order);
  const stock = await scene.shop.stock(order.sku);
  const balance = (await scene.gatewayTotal(payment))?.balance_cents;
  const seen = { status, paymentStatus, stock, balance };
  if (status === 'confirmed') {
    expect({ seen, isBought }).toEqual({
      seen: {
        status: 'confirmed',
        paymentStatus: 'paid',
        stock: { onHand: 0, available: 0, reserved: 0 },
        balance: order.totalMinor,
      },
      isBought: false,
    });
    return 'confirmed';
  }
  expect(seen).toMatchObject({ status: 'expired', stock: { onHand: 1 }, balance: 0 });
  expect(isBought).toBe(true);
  return 'returned';
}
