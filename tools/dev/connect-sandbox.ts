import { ControlClient } from '../paymob-sandbox/control-client.ts';
import type { PaymobSandbox } from '../paymob-sandbox/index.ts';

/** Enters the shop's addresses in the integrations, as a merchant does in Paymob's dashboard: kiosk payments use no others. */
export async function connectSandbox(sandbox: PaymobSandbox, apiUrl: string): Promise<void> {
  const control = new ControlClient(sandbox);
  const addresses = {
    processed: `${apiUrl}/v1/payments/paymob/webhook`,
    response: `${apiUrl}/v1/payments/paymob/return`,
  };
  for (const id of Object.values(sandbox.keys.integrations)) {
    await control.put(`/integrations/${id}/callbacks`, addresses);
  }
}
