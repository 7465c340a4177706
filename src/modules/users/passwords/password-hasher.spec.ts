import { phcString } from '../../../../test/support/argon2.js';
import { PasswordHasher } from './password-hasher.js';

const hasher = new PasswordHasher();

describe('PasswordHasher', () => {
  it('makes PHC strings of argon2id with 19 MiB and two passes, each with a salt of its own', async () => {
    const [first, second] = await Promise.all([hasher.hash('kjh3mn2b'), hasher.hash('kjh3mn2b')]);

    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(second).not.toBe(first);
  });

  it('accepts the password and nothing else', async () => {
    const hash = await hasher.hash('kjh3mn2b');

    expect(await hasher.verify('kjh3mn2b', hash)).toBe(true);
    expect(await hasher.verify('kjh3mn2B', hash)).toBe(false);
    expect(await hasher.verify('kjh3mn2b ', hash)).toBe(false);
    expect(await hasher.verify('', hash)).toBe(false);
  });

  it('tells apart passwords of which the first 127 characters are the same', async () => {
    const long = 'x'.repeat(127);

    expect(await hasher.verify(`${long}b`, await hasher.hash(`${long}a`))).toBe(false);
  });

  it('takes the two ways to type é for the same', async () => {
    expect(await hasher.verify('caf\u0065\u0301-au-lait', await hasher.hash('caf\u00e9-au-lait'))).toBe(true);
  });

  it('refuses every password where there is no hash', async () => {
    expect(await hasher.verify('kjh3mn2b', undefined)).toBe(false);
  });

  it('reads hashes with other parameters, and calls them outdated', async () => {
    const weaker = phcString('kjh3mn2b', 8_192, 1);

    expect(await hasher.verify('kjh3mn2b', weaker)).toBe(true);
    expect(hasher.isOutdated(weaker)).toBe(true);
    expect(hasher.isOutdated(await hasher.hash('kjh3mn2b'))).toBe(false);
  });
});
