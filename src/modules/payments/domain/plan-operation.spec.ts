import { capturableMinor } from './plan-operation.js';

describe('what may still be captured', () => {
  const authorization = {
    id: '1',
    amountMinor: 100,
    isAuthorization: true,
    isVoided: false,
    authorizedMinor: 100,
    capturedMinor: 0,
    refundedMinor: 0,
    returningMinor: 0,
    capturingMinor: 0,
    unexplained: { capture: 0, return: 0 },
  };

  it.each([
    ['all of an authorisation', {}, 100],
    ['what no capture under way has asked for', { capturingMinor: 30 }, 70],
    ['nothing while the authorisation is being voided', { returningMinor: 100 }, 0],
    [
      'the rest while something captured is being refunded',
      { authorizedMinor: 60, capturedMinor: 40, returningMinor: 40 },
      60,
    ],
  ])('is %s', (_, change, expected) => {
    expect(capturableMinor({ ...authorization, ...change })).toBe(expected);
  });
});
