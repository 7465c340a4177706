import * as fc from 'fast-check';
import { ValidationFailedError } from '../../../common/errors/common.errors.js';
import { assertAcceptablePassword } from './password-policy.js';

const MONA = { email: 'mona.hassan@example.com', firstName: 'Mona', lastName: 'Hassan' };

function refusal(password: string, context = MONA): string | undefined {
  try {
    assertAcceptablePassword(password, context, '/password');
    return undefined;
  } catch (error) {
    if (error instanceof ValidationFailedError) return error.message;
    throw error;
  }
}

describe('assertAcceptablePassword', () => {
  it.each([
    'correct horse battery staple',
    'kjh3mn2b',
    'شمس القاهرة الجميلة',
    '🦊🐙🦉🌵 🌙🍋🎈🧊',
    'Monalisa has nine cats',
    // Long passphrases are good, and nothing is cut off.
    `${'the quick brown fox '.repeat(6)}jumps`,
  ])('accepts %s', (password) => {
    expect(refusal(password)).toBeUndefined();
  });

  it.each(['', 'kjh3mn2', 'é'.normalize('NFD').repeat(7)])('refuses %j, which is too short', (password) => {
    expect(refusal(password)).toMatch(/8 to 128 characters/);
  });

  it('counts characters as a reader does, not bytes', () => {
    expect(refusal(`${'ab🦊c'.repeat(31)}xyzw`)).toBeUndefined();
    expect(refusal(`${'ab🦊c'.repeat(31)}xyzwv`)).toMatch(/8 to 128 characters/);
  });

  it.each([
    'password',
    'Passw0rd!',
    'P@ssw0rd2024',
    'iloveyou',
    'letmein123',
    'qwertyuiop',
    'QWERTYUIOP123',
    '1q2w3e4r5t',
    '12345678',
    '9876543210',
    'abcdefghij',
    'aaaaaaaa',
    'ababababab',
    'xk7xk7xk7xk7',
    '13051990',
    '19900513',
    'Mohamed123',
    '!!!dragon!!!',
  ])('refuses %s, which is tried first', (password) => {
    expect(refusal(password)).toMatch(/tried first/);
  });

  it.each(['monahassan', 'Mona2024!', 'mona.hassan@example.com', 'hassan-mona-7', '99Mona.Hassan99'])(
    'refuses %s, which is made of the name or the address',
    (password) => {
      expect(refusal(password)).toMatch(/name or e-mail/);
    },
  );

  it('points at the field', () => {
    expect(() => assertAcceptablePassword('short', MONA, '/newPassword')).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/newPassword' })] }),
    );
  });

  it('lets short names be part of a password', () => {
    expect(refusal('kjh3mn2li', { email: 'li@x.io', firstName: 'Li', lastName: 'Wu' })).toBeUndefined();
  });

  it('accepts nearly every random password', () => {
    const password = fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 20 });
    const samples = fc.sample(password, { numRuns: 1_000, seed: 7 });
    expect(samples.filter((sample) => refusal(sample) !== undefined).length).toBeLessThan(10);
  });
});
