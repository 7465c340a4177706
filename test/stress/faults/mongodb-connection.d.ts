/** The driver's own way of sending a command; not part of its published types. */
declare module 'mongodb/lib/cmap/connection.js' {
  export const Connection: {
    prototype: {
      command(
        this: unknown,
        namespace: { db: string },
        command: Record<string, unknown>,
        ...rest: unknown[]
      ): Promise<unknown>;
    };
  };
}
