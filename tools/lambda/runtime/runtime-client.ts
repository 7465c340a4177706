import { join } from 'node:path';
import { findRic, installRic } from './install-ric.ts';

/** Which program runs the function: AWS's own client, or ours where that is not to be had. */
export interface RuntimeClient {
  readonly name: string;
  readonly arguments: string[];
}

let chosen: Promise<RuntimeClient> | undefined;

/**
 * AWS's runtime interface client where it has been built, else the loop of ours; every container of this process uses
 * the same one, and `name` says which.
 */
export function runtimeClient(): Promise<RuntimeClient> {
  chosen ??= findRic().then((ric) => (ric === undefined ? ownClient('not built yet') : awsClient(ric)));
  return chosen;
}

/** As `runtimeClient`, but builds AWS's client first if need be (about a minute and a half). To be called before any container starts. */
export function buildRuntimeClient(): Promise<RuntimeClient> {
  chosen ??= installRic().then((ric) =>
    'main' in ric ? awsClient(ric.main) : ownClient(`could not be built: ${ric.unavailable}`),
  );
  return chosen;
}

function awsClient(main: string): RuntimeClient {
  return { name: 'aws-lambda-ric 4.0.2', arguments: [main] };
}

function ownClient(reason: string): RuntimeClient {
  return {
    name: `own Runtime API loop (aws-lambda-ric ${reason})`,
    arguments: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'local-client.ts')],
  };
}
