import { payWhileExpiring } from '../support/late-payments.js';
import { PaymentScene } from '../support/payments.js';

describe('a payment that arrives in the moment in which its order expires', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  it('sells the unit or returns the money, never both and never neither', async () => {
    const { confirmed, returned } = await payWhileExpiring(scene, 6);

    expect(confirmed + returned).toBe(6);
  }, 120_000);
});
