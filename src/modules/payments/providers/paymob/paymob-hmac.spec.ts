import { CARD_TOKEN_FIELDS, isSignature, sign, TRANSACTION_FIELDS } from './paymob-hmac.js';
import { readReturnQuery, readTransaction, type PaymobTransaction } from './paymob-transaction.js';

/** The vectors of paymob.md 3.6: A is Paymob's documented sample, B and C stand in tests of public clients. */
const SAMPLE_A: PaymobTransaction = {
  amount_cents: 100000,
  created_at: '2024-06-13T11:33:44.592345',
  currency: 'EGP',
  error_occured: false,
  has_parent_transaction: false,
  id: 192036465,
  integration_id: 4097558,
  is_3d_secure: true,
  is_auth: false,
  is_capture: false,
  is_refunded: false,
  is_standalone_payment: true,
  is_voided: false,
  order_id: 217503754,
  owner: 302852,
  pending: false,
  source_data_pan: '2346',
  source_data_sub_type: 'MasterCard',
  source_data_type: 'card',
  success: true,
};

const SAMPLE_B: PaymobTransaction = {
  ...SAMPLE_A,
  amount_cents: 50000,
  created_at: '2021-08-02T15:45:26.988117',
  id: 11113222,
  integration_id: 1111,
  order_id: 111123451,
  owner: 188,
  source_data_pan: '1234',
};

const SAMPLE_C: PaymobTransaction = {
  ...SAMPLE_A,
  amount_cents: 200000,
  created_at: '2024-07-21T11:25:08.633747',
  id: 201972898,
  integration_id: 1996388,
  is_3d_secure: false,
  order_id: 228276342,
  owner: 310964,
  source_data_pan: '01010101010',
  source_data_sub_type: 'wallet',
  source_data_type: 'wallet',
};

/** Made up, under a key of our own. */
const OWN: PaymobTransaction = {
  ...SAMPLE_A,
  amount_cents: 10000,
  created_at: '2026-01-15T10:20:30.123456',
  id: 900001,
  integration_id: 1001,
  order_id: 700001,
  owner: 500001,
};
const OWN_KEY = 'sandbox_hmac_secret';

describe('the signature of a transaction', () => {
  it.each<[string, PaymobTransaction, string, string]>([
    [
      'A, Paymob’s own sample',
      SAMPLE_A,
      '04DC1A9490B8CC2094C011FC055ADCDB',
      'fa8ac0b7f3852e60c50e7fdd4ea5ef0bda96030c19dea1d55df8c76d6c08ab1877774662cbb04981dc84839ad4da560bcc8cb53b8973548657f7e8f8d2e79930',
    ],
    [
      'B, a card',
      SAMPLE_B,
      '97A5B79200124C9E94E9D73763265D20',
      '62a79c8d174f39d114ded8ad4885af25889b53deeae91d2ff6ddb7202188043e4c492686ce0780c91afc3fd4beb7728d95d7afb64dafa0d522ccacb760cbb950',
    ],
    [
      'C, a wallet',
      SAMPLE_C,
      'C36094BC5DCxxxxxxxxC8FDB9F83E49',
      'a5a49f5009d3997bcd4b9ab60451b714c08cc4f197e0dffbaa885dd09bc77f10a36669cf8e324c8a0919f1cace1d348225ea7cdf11263a65b2951553668fa337',
    ],
    [
      'a success',
      OWN,
      OWN_KEY,
      'dafd1a66c63c6a658500fea94fdb6ecab510887f2687b23c17fa901917c4ae3b6645896d4465bd7dc887610b9e9748d118bb03536249837e0b85a3a582d4b0fd',
    ],
    [
      'a decline',
      { ...OWN, id: 900002, success: false },
      OWN_KEY,
      '06344c9ff7ac6a583de53617d0929d0d31426f36599bd875d0d5ccfcf9bf38ffc346c01760514de8914e3044404c7209b0fa0e92c8e48971889a432e043d17d8',
    ],
    [
      'a refund',
      {
        ...OWN,
        id: 900003,
        amount_cents: 4000,
        has_parent_transaction: true,
        is_standalone_payment: false,
        is_3d_secure: false,
      },
      OWN_KEY,
      '3e75d96bfff244cccbc74501f987748513160f9f7a91aab0ffbcfd9960fa2e6dd5eb481ca1cd63fe611edcf2b70a3eacfd16ebfa0d1a3dadafa796cd475a1511',
    ],
    [
      'a kiosk’s pending payment, whose pan is empty',
      {
        ...OWN,
        id: 900004,
        integration_id: 1003,
        is_3d_secure: false,
        pending: true,
        success: false,
        source_data_pan: '',
        source_data_sub_type: 'AGGREGATOR',
        source_data_type: 'aggregator',
      },
      OWN_KEY,
      '91684bd222f10a6c9e50777e2c93ffd9839062aafc53d1caed4b8bc88fa61790436908762bd61bd05ab04c04753e42f5d963b2ef26bd17b7176991234317bd2b',
    ],
    [
      'a payment with an offset in its time',
      { ...OWN, id: 900005, currency: 'AED', created_at: '2026-01-15T14:20:30.123456+04:00' },
      OWN_KEY,
      'd57a95e2ded51f28632fb25d0d4e2ee52658b6b02eb40d05d1af3507dc01b332e076b3987e58c35c6e4241a23c42d483e6c180cc27eb43a28f80bb21547004b1',
    ],
  ])('is that of the published vector (%s)', (_, transaction, key, expected) => {
    expect(sign(transaction, TRANSACTION_FIELDS, key)).toBe(expected);
  });

  it('is the same however the transaction comes: as JSON or in a query', () => {
    const { order_id, source_data_pan, source_data_sub_type, source_data_type, ...rest } = SAMPLE_A;
    const fromJson = readTransaction({
      ...rest,
      order: { id: order_id },
      source_data: { pan: source_data_pan, sub_type: source_data_sub_type, type: source_data_type },
    });
    const query = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)]));
    const fromQuery = readReturnQuery({
      ...query,
      order: String(order_id),
      'source_data.pan': source_data_pan,
      'source_data.sub_type': source_data_sub_type,
      'source_data.type': source_data_type,
    });

    expect(fromJson).toMatchObject(SAMPLE_A);
    expect(fromQuery).toMatchObject(SAMPLE_A);
  });
});

describe('the signature of a saved card', () => {
  it.each([
    [
      {
        card_subtype: 'Visa',
        created_at: '2021-08-04T22:57:48.155912',
        email: 'mahmoud@xshaheen.com',
        id: 111999,
        masked_pan: 'xxxx-xxxx-xxxx-1234',
        merchant_id: 11122,
        order_id: '351111123112',
        token: 'ast1f6305b97f7c40f3fffffb699f5452b50881b36b1',
      },
      '97A5B79200124C9E94E9D73763265D20',
      'af87151d34e0db8855150ea0ce27895601316a72f4d8298d589944d74ccdc3158e93eb9892aaad9693961655793a6cd4498def045a2990f1caf9a39742a0d4c8',
    ],
  ])('is that of the published vector', (card, key, expected) => {
    expect(sign(card, CARD_TOKEN_FIELDS, key)).toBe(expected);
  });
});

describe(isSignature.name, () => {
  const expected = 'ab'.repeat(64);

  it('takes the very digest', () => {
    expect(isSignature(expected, expected)).toBe(true);
  });

  it.each([
    ['a missing one', undefined],
    ['an empty one', ''],
    ['a short one', expected.slice(1)],
    ['a long one', `${expected}a`],
    ['upper case', expected.toUpperCase()],
    ['a list of it', [expected]],
    ['a list of two', [expected, expected]],
    ['an object', { toString: () => expected }],
    ['white space around it', ` ${expected}`],
    ['a line feed after it', `${expected}\n`],
    ['digits that are none', 'zz'.repeat(64)],
    ['full-width digits', 'ａｂ'.repeat(64)],
  ])('refuses %s without a comparison that could throw', (_, hmac) => {
    expect(isSignature(hmac, expected)).toBe(false);
  });
});
