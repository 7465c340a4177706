/** A transaction with all that Paymob hangs onto it has a few kilobytes; whoever sends more is not Paymob. */
const MAX_BYTES = 512 * 1024;

/** The JSON of an answer; undefined when it is none, breaks off, or is larger than any of Paymob's. */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await readText(response)) as unknown;
  } catch {
    return undefined;
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (size > MAX_BYTES) throw new Error('The answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
