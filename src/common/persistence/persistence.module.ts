import { Global, Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import mongoose from 'mongoose';
import { DatabaseConnector } from './database.connector.js';

/**
 * The database connection under the token that `MongooseModule.forFeature` asks for.
 * `MongooseModule.forRoot` is not used because it ties the start of the application to the database;
 * here the connection is created without an address and opened by `DatabaseConnector`.
 */
@Global()
@Module({
  providers: [
    { provide: getConnectionToken(), useFactory: () => mongoose.createConnection() },
    DatabaseConnector,
  ],
  exports: [getConnectionToken(), DatabaseConnector],
})
export class PersistenceModule {}
