import type { Json } from '../model/json.ts';
import type { Integration } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { ApiError } from '../wire/api-error.ts';
import { requireAuthToken } from './authenticate.ts';
import { Fields } from './fields.ts';
import type { Answer, Call, Route } from './route.ts';

export const integrationRoutes: Route[] = [
  { method: 'get', path: '/api/ecommerce/integrations{/}', handle: listIntegrations },
  { method: 'get', path: '/api/ecommerce/integrations/:id{/}', handle: readIntegration },
  { method: 'put', path: '/api/ecommerce/integrations/:id{/}', handle: updateIntegration },
];

function listIntegrations(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const results = sandbox.store.integrations
    .all()
    .map((integration) => integrationBody(sandbox, integration));
  return { status: 200, body: { next: null, previous: null, results } };
}

function readIntegration(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  return { status: 200, body: integrationBody(sandbox, find(sandbox, call)) };
}

/** Sets where the callbacks of the integration go: the only way for kiosk payments, whose intentions' URLs do not count. */
function updateIntegration(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const integration = find(sandbox, call);
  const fields = new Fields(call.body);
  const processedCallback = fields.optionalUrl('transaction_processed_callback');
  const responseCallback = fields.optionalUrl('transaction_response_callback');
  fields.check();
  const updated = sandbox.store.integrations.save({
    ...integration,
    processedCallback: processedCallback ?? integration.processedCallback,
    responseCallback: responseCallback ?? integration.responseCallback,
  });
  return { status: 200, body: integrationBody(sandbox, updated) };
}

function find(sandbox: Sandbox, call: Call): Integration {
  const integration = sandbox.store.integrations.get(Number(call.params['id']));
  if (integration === undefined) throw ApiError.notFound();
  return integration;
}

function integrationBody(sandbox: Sandbox, integration: Integration): Json {
  return {
    id: integration.id,
    integration_name: integration.name,
    gateway_type: integration.gatewayType,
    integration_type: integration.isMoto ? 'moto' : 'online',
    is_auth: integration.isAuth,
    is_live: integration.isLive,
    currency: integration.currency,
    is_standalone: true,
    installments: null,
    transaction_processed_callback: integration.processedCallback ?? '',
    transaction_response_callback:
      integration.responseCallback ?? `${sandbox.baseUrl}/api/acceptance/post_pay`,
  };
}
