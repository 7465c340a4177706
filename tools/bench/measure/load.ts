import { Agent, get } from 'node:http';

export interface Answered {
  perSecond: number;
  /** In ms. */
  latencies: number[];
}

/**
 * Asks for these addresses in turn over so many connections at once, which stay open.
 * @throws {Error} when an answer is not 200
 */
export async function askAll(urls: string[], requests: number, connections: number): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let asked = 0;
  const client = async (): Promise<void> => {
    while (asked < requests) {
      const url = urls[asked++ % urls.length]!;
      const begunAt = performance.now();
      await ask(url, agent);
      latencies.push(performance.now() - begunAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, client));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return { perSecond: requests / seconds, latencies };
}

function ask(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    }).once('error', reject);
  });
}
