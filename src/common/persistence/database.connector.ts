import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { AppConfig } from '../../config/app-config.js';
import { CONNECTION_OPTIONS } from './connection-options.js';

/**
 * Opens the one database connection of this process, and opens it again when the first attempt failed.
 *
 * Nest's own module would retry 9 × 3 s at boot and then give up for good; a Lambda needs the opposite:
 * boot at once, fail the request fast with 503, and connect on a later one. Once connected, the driver keeps
 * the pool alive by itself.
 */
@Injectable()
export class DatabaseConnector implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseConnector.name);
  private opening: Promise<void> | undefined;

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly config: AppConfig,
  ) {}

  /**
   * Resolves when the connection has been opened; callers at the same time share one attempt.
   * @throws the driver's error when no server answers within the selection time-out
   */
  ensureConnected(): Promise<void> {
    this.opening ??= this.open();
    return this.opening;
  }

  /** Asks the server for a sign of life. */
  async ping(): Promise<void> {
    await this.ensureConnected();
    await this.connection.db?.command({ ping: 1 }, { timeoutMS: 2_000 });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.opening?.catch(() => undefined);
    await this.connection.close();
  }

  private async open(): Promise<void> {
    try {
      await this.connection.openUri(this.config.mongodbUri, CONNECTION_OPTIONS);
    } catch (error) {
      this.opening = undefined;
      this.logger.error(
        `Cannot reach the database: ${error instanceof Error ? error.name : 'unknown error'}`,
      );
      throw error;
    }
  }
}
