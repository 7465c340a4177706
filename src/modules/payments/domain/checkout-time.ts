const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;

/** How long a customer has to pay, in seconds: half an hour on a page, a day to walk to a kiosk. The stock is held as long. */
export function checkoutSeconds(method: string): number {
  return method === 'kiosk' ? 24 * HOUR_SECONDS : 30 * MINUTE_SECONDS;
}
