import { ACCOUNT_DELAY, CLIENT_DELAY, delayAfter } from './login-delay.js';

describe('delayAfter', () => {
  it('lets five mistakes of a client pass, then doubles the wait from a second to a quarter of an hour', () => {
    const seconds = Array.from({ length: 17 }, (_, i) => delayAfter(i, CLIENT_DELAY) / 1000);

    expect(seconds).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('holds strangers up for a minute at most', () => {
    expect(delayAfter(19, ACCOUNT_DELAY)).toBe(0);
    expect(delayAfter(20, ACCOUNT_DELAY)).toBe(1_000);
    expect(delayAfter(10_000, ACCOUNT_DELAY)).toBe(60_000);
  });
});
