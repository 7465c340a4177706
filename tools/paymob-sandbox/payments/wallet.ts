import type { Source } from '../model/records.ts';
import type { OutcomeName } from './outcomes.ts';

const EGYPTIAN_MOBILE = /^01[0125]\d{8}$/;

export function isWalletNumber(msisdn: string): boolean {
  return EGYPTIAN_MOBILE.test(msisdn);
}

/** Wallets show the whole phone number where cards show their last four digits. */
export function walletSource(msisdn: string): Source {
  return { type: 'wallet', subType: 'wallet', pan: msisdn, maskedCard: null };
}

/** A number that ends in 99 belongs to a wallet that never answers; every other one approves what its owner confirms. */
export function outcomeOfWallet(msisdn: string): OutcomeName {
  return msisdn.endsWith('99') ? 'TIMED_OUT' : 'WALLET_APPROVED';
}
