import { buildApplication, type BuiltApplication } from './app-process.js';
import { FaultScene } from './fault-scene.js';
import type { Flow } from './flow.js';
import { AUTHORIZATION_FLOWS, FLOWS } from './flows.js';

const MINUTES_MS = 60_000;

/** Tests a promise on every flow of the built application, with cards that pay at once and with cards that only authorise. */
export function forEachFlow(promise: string, test: (scene: FaultScene, flow: Flow) => Promise<void>): void {
  let application: BuiltApplication;
  beforeAll(async () => {
    application = await buildApplication();
  }, 5 * MINUTES_MS);
  afterAll(() => application.remove());

  describe.each([
    ['cards that pay', FLOWS, {}],
    ['cards that authorise', AUTHORIZATION_FLOWS, { PAYMOB_AUTH_INTEGRATION_ID: '1004' }],
  ])('with %s', (_, flows, environment) => {
    let scene: FaultScene;
    beforeAll(async () => {
      scene = await FaultScene.open(application, environment);
    }, MINUTES_MS);
    afterAll(() => scene.close());

    it.each(flows)(`$name: ${promise}`, (flow) => test(scene, flow), 10 * MINUTES_MS);
  });
}
