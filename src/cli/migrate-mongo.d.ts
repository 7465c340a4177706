/** What we use of migrate-mongo 14; the published types lack the default export that its two entries have in common. */
declare module 'migrate-mongo' {
  interface Library {
    up(db: unknown, client: unknown): Promise<string[]>;
    down(db: unknown, client: unknown): Promise<string[]>;
    status(db: unknown): Promise<{ fileName: string; appliedAt: string }[]>;
    config: { set(config: Record<string, unknown>): void };
  }
  const library: Library;
  export default library;
}
