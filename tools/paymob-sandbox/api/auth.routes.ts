import type { Sandbox } from '../sandbox.ts';
import { ACCOUNT } from '../seed.ts';
import { ApiError } from '../wire/api-error.ts';
import { refuseLiveKey, requireAuthToken } from './authenticate.ts';
import { Fields } from './fields.ts';
import type { Answer, Call, Route } from './route.ts';

const TOKEN_MS = 60 * 60 * 1000;

export const authRoutes: Route[] = [
  { method: 'post', path: '/api/auth/tokens{/}', handle: createAuthToken },
  { method: 'get', path: '/api/auth/hmac_secret/get_hmac{/}', handle: readHmacSecret },
];

/** Exchanges the API key for a token that is valid for an hour. */
function createAuthToken(sandbox: Sandbox, call: Call): Answer {
  const fields = new Fields(call.body);
  const apiKey = fields.text('api_key', { max: 2000 });
  fields.check();
  refuseLiveKey(apiKey);
  if (apiKey !== ACCOUNT.apiKey) throw ApiError.unauthorized('incorrect credentials');
  const { id } = sandbox.store.authTokens.save({
    id: Buffer.from(sandbox.ids.token(64)).toString('base64url'),
    expiresAt: sandbox.clock.now() + TOKEN_MS,
  });
  return {
    status: 201,
    body: {
      token: id,
      profile: {
        id: ACCOUNT.profileId,
        user: { id: ACCOUNT.ownerId, username: 'sandbox', email: 'shop@example.com' },
        company_name: 'Sandbox shop',
        active: true,
      },
    },
  };
}

function readHmacSecret(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  return { status: 200, body: { hmac_secret: sandbox.hmacSecret } };
}
