import { jest } from '@jest/globals';
import { Clock } from '../../../../common/clock/clock.js';
import type { AppConfig } from '../../../../config/app-config.js';
import type { PaymobCall, PaymobHttp } from './paymob-http.js';
import { PaymobToken } from './paymob-token.js';

const MINUTE_MS = 60_000;

describe(PaymobToken.name, () => {
  const call = jest.fn<(call: PaymobCall) => Promise<unknown>>();
  let now: Date;
  let tokens: PaymobToken;

  beforeEach(() => {
    let count = 0;
    call.mockReset().mockImplementation(() => Promise.resolve({ token: `token ${++count}` }));
    now = new Date('2026-01-15T10:00:00Z');
    const clock = new Clock();
    jest.spyOn(clock, 'now').mockImplementation(() => now);
    const config = { paymob: { apiKey: 'the key' } } as AppConfig;
    tokens = new PaymobToken({ call } as unknown as PaymobHttp, config, clock);
  });

  it('is fetched once for all who want it at the same time and afterwards', async () => {
    const first = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
    now = new Date(now.getTime() + 54 * MINUTE_MS);

    expect(new Set([...first, await tokens.get()])).toEqual(new Set(['token 1']));
    expect(call).toHaveBeenCalledTimes(1);
    expect(call).toHaveBeenCalledWith(
      expect.objectContaining({ path: '/api/auth/tokens', body: { api_key: 'the key' } }),
    );
  });

  it('is renewed before its hour is over', async () => {
    await tokens.get();
    now = new Date(now.getTime() + 55 * MINUTE_MS);

    expect(await tokens.get()).toBe('token 2');
  });

  it('is fetched again after a failure', async () => {
    call.mockRejectedValueOnce(new Error('down'));
    await expect(tokens.get()).rejects.toThrow('down');

    expect(await tokens.get()).toBe('token 1');
  });

  it('is renewed once when several learn that it is refused', async () => {
    const refused = await tokens.get();
    await Promise.all(Array.from({ length: 5 }, () => tokens.drop(refused)));
    const renewed = await tokens.get();

    await tokens.drop(refused);

    expect(await tokens.get()).toBe(renewed);
    expect(call).toHaveBeenCalledTimes(2);
  });
});
