import { readFile } from 'node:fs/promises';
import type { GatewayEntry } from './violation.js';

/**
 * The gateway's own log, from an address or a file: `{ entries: [{ order_id, amount_cents, currency, at }] }`.
 * @throws {Error} when it cannot be read
 */
export async function readGatewayLog(source: string, token = ''): Promise<GatewayEntry[]> {
  const text = /^https?:/.test(source) ? await download(source, token) : await readFile(source, 'utf8');
  const { entries } = JSON.parse(text) as { entries?: unknown };
  if (!Array.isArray(entries)) throw new Error(`${source} is not a gateway’s log: it has no entries`);
  return entries as GatewayEntry[];
}

async function download(url: string, token: string): Promise<string> {
  const response = await fetch(url, { headers: { 'X-Sandbox-Token': token } });
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}`);
  return response.text();
}
