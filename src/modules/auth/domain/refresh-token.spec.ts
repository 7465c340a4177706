import * as fc from 'fast-check';
import { RefreshToken } from './refresh-token.js';

const USER = '0123456789abcdef01234567';
const SESSION = '76543210fedcba9876543210';

describe('RefreshToken', () => {
  it('is the same after it has been written and read', () => {
    const token = RefreshToken.start(USER, SESSION);
    const read = RefreshToken.parse(token.toString());

    expect(read).toEqual(token);
    expect(read).toMatchObject({ userId: USER, sessionId: SESSION });
  });

  it('has the same successor for the same salt and another for another', () => {
    const token = RefreshToken.start(USER, SESSION);
    const salt = RefreshToken.newSalt();
    const again = RefreshToken.parse(token.toString())!;

    expect(again.successor(salt).toString()).toBe(token.successor(salt).toString());
    expect(token.successor(RefreshToken.newSalt()).hash).not.toBe(token.successor(salt).hash);
  });

  it('stays in its family over generations, and shares the family with no other session', () => {
    const first = RefreshToken.start(USER, SESSION);
    const later = first.successor(RefreshToken.newSalt()).successor(RefreshToken.newSalt());

    expect(later.familyHash).toBe(first.familyHash);
    expect(later.hash).not.toBe(first.hash);
    expect(RefreshToken.start(USER, SESSION).familyHash).not.toBe(first.familyHash);
  });

  it('holds 256 bits that neither the ids nor the stored hashes tell', () => {
    const tokens = Array.from({ length: 100 }, () => RefreshToken.start(USER, SESSION).toString());

    expect(new Set(tokens.map((token) => token.slice(-43))).size).toBe(100);
  });

  it('refuses every text of another form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        fc.pre(!/^[\w-]{96}$/.test(text));
        expect(RefreshToken.parse(text)).toBeNull();
      }),
    );
  });
});
