import type { Sandbox } from '../sandbox.ts';
import { ApiError } from '../wire/api-error.ts';
import { requireAuthToken } from './authenticate.ts';
import { listPage } from './list-page.ts';
import type { Answer, Call, Route } from './route.ts';

export const transactionRoutes: Route[] = [
  { method: 'get', path: '/api/acceptance/transactions{/}', handle: listTransactions },
  { method: 'get', path: '/api/acceptance/transactions/:id{/}', handle: readTransaction },
];

function readTransaction(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const transaction = sandbox.store.transactions.get(Number(call.params['id']));
  if (transaction === undefined) throw ApiError.notFound();
  return { status: 200, body: sandbox.lookup.transactionBody(transaction) };
}

function listTransactions(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  return listPage(sandbox.store.transactions, call, (transaction) =>
    sandbox.lookup.transactionBody(transaction),
  );
}
