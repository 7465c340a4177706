import * as fc from 'fast-check';
import { normaliseEmail } from './email.js';

describe('normaliseEmail', () => {
  it.each([
    ['Mona@Example.COM', 'mona@example.com'],
    [' mona@example.com ', 'mona@example.com'],
    ['ｍｏｎａ@example.com', 'mona@example.com'],
    ['MÜLLER@example.com', 'müller@example.com'],
  ])('makes %j the account %s', (given, account) => {
    expect(normaliseEmail(given)).toBe(account);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(normaliseEmail(normaliseEmail(email))).toBe(normaliseEmail(email));
      }),
    );
  });
});
