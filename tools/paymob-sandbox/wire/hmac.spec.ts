import * as fc from 'fast-check';
import type { Json } from '../model/json.ts';
import { sign, signRedirect, signToken, signTransaction } from './hmac.ts';
import { redirectValues } from './redirect-url.ts';

/** Vectors of paymob.md 3.6: A is Paymob's documented sample, B and C come from public SDK tests, the others are our own. */
const SAMPLE_A = transaction({
  amount_cents: 100000,
  created_at: '2024-06-13T11:33:44.592345',
  id: 192036465,
  integration_id: 4097558,
  order: { id: 217503754 },
  owner: 302852,
});
const SAMPLE_B = transaction({
  amount_cents: 50000,
  created_at: '2021-08-02T15:45:26.988117',
  id: 11113222,
  integration_id: 1111,
  order: { id: 11112345 },
  owner: 1188,
  source_data: { pan: '1234', sub_type: 'MasterCard', type: 'card' },
});
const SAMPLE_C = transaction({
  amount_cents: 200000,
  created_at: '2024-07-21T11:25:08.633747',
  id: 201972898,
  integration_id: 1996388,
  is_3d_secure: false,
  order: { id: 228276342 },
  owner: 310964,
  source_data: { pan: '01010101010', sub_type: 'wallet', type: 'wallet' },
});
const OWN = {
  amount_cents: 10000,
  created_at: '2026-01-15T10:20:30.123456',
  integration_id: 1001,
  order: { id: 700001 },
  owner: 500001,
};

const VECTORS = [
  {
    name: 'A, the documented card payment',
    secret: '04DC1A9490B8CC2094C011FC055ADCDB',
    obj: SAMPLE_A,
    hmac: 'fa8ac0b7f3852e60c50e7fdd4ea5ef0bda96030c19dea1d55df8c76d6c08ab1877774662cbb04981dc84839ad4da560bcc8cb53b8973548657f7e8f8d2e79930',
  },
  {
    name: 'B, a card payment of 2021',
    secret: '97A5B79200124C9E94E9D73763265D20',
    obj: SAMPLE_B,
    hmac: '62a79c8d174f39d114ded8ad4885af25889b53deeae91d2ff6ddb7202188043e4c492686ce0780c91afc3fd4beb7728d95d7afb64dafa0d522ccacb760cbb950',
  },
  {
    name: 'C, a wallet payment',
    secret: 'C36094BC5DCxxxxxxxxC8FDB9F83E49',
    obj: SAMPLE_C,
    hmac: 'a5a49f5009d3997bcd4b9ab60451b714c08cc4f197e0dffbaa885dd09bc77f10a36669cf8e324c8a0919f1cace1d348225ea7cdf11263a65b2951553668fa337',
  },
  {
    name: 'of an approved card payment',
    secret: 'sandbox_hmac_secret',
    obj: transaction({ ...OWN, id: 900001 }),
    hmac: 'dafd1a66c63c6a658500fea94fdb6ecab510887f2687b23c17fa901917c4ae3b6645896d4465bd7dc887610b9e9748d118bb03536249837e0b85a3a582d4b0fd',
  },
  {
    name: 'of a declined card payment',
    secret: 'sandbox_hmac_secret',
    obj: transaction({ ...OWN, id: 900002, success: false }),
    hmac: '06344c9ff7ac6a583de53617d0929d0d31426f36599bd875d0d5ccfcf9bf38ffc346c01760514de8914e3044404c7209b0fa0e92c8e48971889a432e043d17d8',
  },
  {
    name: 'of a refund',
    secret: 'sandbox_hmac_secret',
    obj: transaction({
      ...OWN,
      id: 900003,
      amount_cents: 4000,
      has_parent_transaction: true,
      is_standalone_payment: false,
      is_3d_secure: false,
    }),
    hmac: '3e75d96bfff244cccbc74501f987748513160f9f7a91aab0ffbcfd9960fa2e6dd5eb481ca1cd63fe611edcf2b70a3eacfd16ebfa0d1a3dadafa796cd475a1511',
  },
  {
    name: 'of a waiting kiosk payment',
    secret: 'sandbox_hmac_secret',
    obj: transaction({
      ...OWN,
      id: 900004,
      integration_id: 1003,
      is_3d_secure: false,
      pending: true,
      success: false,
      source_data: { pan: '', sub_type: 'AGGREGATOR', type: 'aggregator' },
    }),
    hmac: '91684bd222f10a6c9e50777e2c93ffd9839062aafc53d1caed4b8bc88fa61790436908762bd61bd05ab04c04753e42f5d963b2ef26bd17b7176991234317bd2b',
  },
  {
    name: 'of a payment in the Emirates',
    secret: 'sandbox_hmac_secret',
    obj: transaction({ ...OWN, id: 900005, currency: 'AED', created_at: '2026-01-15T14:20:30.123456+04:00' }),
    hmac: 'd57a95e2ded51f28632fb25d0d4e2ee52658b6b02eb40d05d1af3507dc01b332e076b3987e58c35c6e4241a23c42d483e6c180cc27eb43a28f80bb21547004b1',
  },
];

describe('signTransaction', () => {
  it.each(VECTORS)('gives the digest $name', ({ obj, secret, hmac }) => {
    expect(signTransaction(obj, secret)).toBe(hmac);
  });

  it('counts a pan that is null or absent as empty', () => {
    const signed = (source: Json): string => signTransaction(transaction({ source_data: source }), 'secret');

    expect(signed({ pan: null, sub_type: 'AGGREGATOR', type: 'aggregator' })).toBe(
      signed({ pan: '', sub_type: 'AGGREGATOR', type: 'aggregator' }),
    );
    expect(signed({ sub_type: 'AGGREGATOR', type: 'aggregator' })).toBe(
      signed({ pan: '', sub_type: 'AGGREGATOR', type: 'aggregator' }),
    );
  });

  it('does not depend on fields that Paymob leaves unsigned', () => {
    const unsigned = { is_refund: true, refunded_amount_cents: 5, data: { message: 'x' }, profile_id: 7 };

    expect(signTransaction({ ...SAMPLE_A, ...unsigned }, 'secret')).toBe(signTransaction(SAMPLE_A, 'secret'));
  });
});

describe('signRedirect', () => {
  it.each(VECTORS)('gives the same digest over the query, $name', ({ obj, secret, hmac }) => {
    expect(signRedirect(redirectValues(obj), secret)).toBe(hmac);
  });

  it('survives the encoding of a query for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, id) => {
        const obj = transaction({ id, created_at: text });
        const query = new URLSearchParams(new URLSearchParams(redirectValues(obj)).toString());

        expect(signRedirect(Object.fromEntries(query), 'secret')).toBe(signTransaction(obj, 'secret'));
      }),
    );
  });
});

describe('signToken', () => {
  it('gives the digest of the documented card token', () => {
    const token = {
      id: 8555026,
      token: 'e98aceb96f5a370ddf46460db9d555f88bf12448f80e1839b39f78ab',
      masked_pan: 'xxxx-xxxx-xxxx-2346',
      merchant_id: 246628,
      card_subtype: 'MasterCard',
      created_at: '2024-11-13T12:32:23.859982',
      email: 'test@test.com',
      order_id: '264064419',
      user_added: false,
    };

    expect(signToken(token, 'sandbox_hmac_secret')).toBe(
      '0633e16d6783fb3e6fa011fcef2b45ea8d7aa8bb3c40af97725efc8354db794bd2e838fe8ef59b49193bbd5946eb20c9fd0483a7bb57656a782a48efe2eb2882',
    );
  });

  it('gives the digest of the token in the tests of a public client', () => {
    const token = {
      card_subtype: 'Visa',
      created_at: '2021-08-04T22:57:48.155912',
      email: 'mahmoud@xshaheen.com',
      id: 111999,
      masked_pan: 'xxxx-xxxx-xxxx-1234',
      merchant_id: 11122,
      order_id: '351111123112',
      token: 'ast1f6305b97f7c40f3fffffb699f5452b50881b36b1',
    };

    expect(signToken(token, '97A5B79200124C9E94E9D73763265D20')).toBe(
      'af87151d34e0db8855150ea0ce27895601316a72f4d8298d589944d74ccdc3158e93eb9892aaad9693961655793a6cd4498def045a2990f1caf9a39742a0d4c8',
    );
  });
});

describe('sign', () => {
  it('gives the digest of a subscription event', () => {
    expect(sign('suspendedfor1264', 'sandbox_hmac_secret')).toBe(
      'ebee239f4695f9b795404d04f5e26b24eaa35e809cba790ca4e3d7d0c6b7a63273edf763af5e6a29d5ef91b06b97ffd7f553de8c04c30e6e569a20ab15fe2223',
    );
  });
});

/** An approved card payment with 3-D Secure unless the test says otherwise. */
function transaction(changes: Json): Json {
  return {
    amount_cents: 10000,
    created_at: '2026-01-15T10:20:30.123456',
    currency: 'EGP',
    error_occured: false,
    has_parent_transaction: false,
    id: 1,
    integration_id: 1001,
    is_3d_secure: true,
    is_auth: false,
    is_capture: false,
    is_refunded: false,
    is_standalone_payment: true,
    is_voided: false,
    order: { id: 1 },
    owner: 1,
    pending: false,
    source_data: { pan: '2346', sub_type: 'MasterCard', type: 'card' },
    success: true,
    ...changes,
  };
}
