import { payWhileExpiring } from '../support/late-payments.js';
import { PaymentScene } from '../support/payments.js';

const ROUNDS = 4;
const PAYMENTS = 25;
const TIMEOUT_MS = 10 * 60_000;

describe('payments that arrive in the moment in which their orders expire', () => {
  const tallies: object[] = [];
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  }, TIMEOUT_MS);
  afterAll(async () => {
    console.table(tallies);
    await scene.close();
  });

  it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
    'round %i: sell the unit or return the money, never both and never neither',
    async () => {
      const tally = await payWhileExpiring(scene, PAYMENTS);

      tallies.push(tally);
      expect(tally.confirmed + tally.returned).toBe(PAYMENTS);
    },
    TIMEOUT_MS,
  );
});
