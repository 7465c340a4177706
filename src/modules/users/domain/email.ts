/** The one spelling of an address under which an account is kept: compatibility forms folded, lower case. */
export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}
