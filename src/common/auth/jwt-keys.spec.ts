import { testConfig } from '../../../test/support/environment.js';
import { JwtKeys } from './jwt-keys.js';

const OLD = 'old-'.repeat(10);
const NEW = 'new-'.repeat(10);

function keysOf(JWT_SECRET: string): JwtKeys {
  return new JwtKeys(testConfig({ JWT_SECRET }));
}

describe('JwtKeys', () => {
  it('signs with the first key and finds every key by its id', () => {
    const before = keysOf(OLD).signing;
    const keys = keysOf(`${NEW}, ${OLD}`);

    expect(keys.signing.secret).toBe(NEW);
    expect(keys.find(before.kid)).toEqual(before);
    expect(keys.find(keys.signing.kid)).toEqual(keys.signing);
  });

  it.each(['', '../../dev/null', 'unknown', undefined, 7, ['a'], { toString: 'x' }])(
    'knows no key %j',
    (kid) => {
      expect(keysOf(OLD).find(kid)).toBeUndefined();
    },
  );

  it('tells nothing of the key in its id', () => {
    expect(OLD).not.toContain(keysOf(OLD).signing.kid);
    expect(keysOf(OLD).signing.kid).toHaveLength(12);
  });

  it('refuses a list in which one key is short', () => {
    expect(() => keysOf(`${NEW},short`)).toThrow('Each key in JWT_SECRET must have at least 32 bytes');
  });
});
