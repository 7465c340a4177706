export default async function globalTeardown(): Promise<void> {
  await (globalThis as { localMongo?: { stop(): Promise<void> } }).localMongo?.stop();
}
