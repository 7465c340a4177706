import type { NextFunction, Request, Response } from 'express';
import type { DatabaseConnector } from '../persistence/database.connector.js';

/** Holds requests that need the database until it is connected; while it cannot be reached each gets a 503. */
export function databaseGate(connector: DatabaseConnector) {
  return async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    if (request.path.startsWith('/v1/')) await connector.ensureConnected();
    next();
  };
}
