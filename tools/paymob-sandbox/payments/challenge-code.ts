/** The one-time code and the wallet PIN that succeed; any other fails. */
export const CORRECT_CODE = '123456';
