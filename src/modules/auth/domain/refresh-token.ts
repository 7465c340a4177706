import { createHmac, hash, randomBytes } from 'node:crypto';

const ID_BYTES = 12;
const FAMILY_BYTES = 16;
const SECRET_BYTES = 32;
const TOKEN_BYTES = 2 * ID_BYTES + FAMILY_BYTES + SECRET_BYTES;
const ENCODED = new RegExp(`^[\\w-]{${Math.ceil((TOKEN_BYTES * 4) / 3)}}$`);

/**
 * A refresh token: 256 random bits that are exchanged for new ones at each use, behind the ids that find its session
 * and a part that stays the same within the family. Only hashes of it are stored.
 */
export class RefreshToken {
  private constructor(
    readonly userId: string,
    readonly sessionId: string,
    private readonly family: Buffer,
    private readonly secret: Buffer,
  ) {}

  static start(userId: string, sessionId: string): RefreshToken {
    return new RefreshToken(userId, sessionId, randomBytes(FAMILY_BYTES), randomBytes(SECRET_BYTES));
  }

  /** Null for a text that is no refresh token of ours by its form. */
  static parse(text: string): RefreshToken | null {
    if (!ENCODED.test(text)) return null;
    const bytes = Buffer.from(text, 'base64url');
    const family = 2 * ID_BYTES;
    return new RefreshToken(
      bytes.toString('hex', 0, ID_BYTES),
      bytes.toString('hex', ID_BYTES, family),
      bytes.subarray(family, family + FAMILY_BYTES),
      bytes.subarray(family + FAMILY_BYTES),
    );
  }

  /**
   * The token that replaces this one. Whoever holds this token gets the same successor for the same salt; from the salt,
   * which is stored, nobody can compute it without this token, which is not.
   */
  successor(salt: string): RefreshToken {
    const secret = createHmac('sha256', this.secret).update(salt).digest();
    return new RefreshToken(this.userId, this.sessionId, this.family, secret);
  }

  static newSalt(): string {
    return randomBytes(SECRET_BYTES).toString('base64url');
  }

  get hash(): string {
    return hash('sha256', this.toString(), 'base64url');
  }

  get familyHash(): string {
    return hash('sha256', this.family, 'base64url');
  }

  toString(): string {
    return Buffer.concat([
      Buffer.from(this.userId, 'hex'),
      Buffer.from(this.sessionId, 'hex'),
      this.family,
      this.secret,
    ]).toString('base64url');
  }
}
