import { oslsInTerminal } from './osls.ts';

/** `node tools/deploy/cli.ts <osls command>`: osls in this terminal, with the version that serverless.yml is written for. */
process.exitCode = await oslsInTerminal(process.argv.slice(2));
