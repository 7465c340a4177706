'use strict';

/** Most connections that one container opens to one database node: its pool and the driver's two monitors. */
const CONNECTIONS_PER_CONTAINER = 5;
/** Left to migrations, the scheduled function, backups and people. */
const SHARE = 0.8;

/** Comma-separated parameter to the list that CloudFormation wants. */
module.exports.corsOrigins = async ({ resolveVariable }) =>
  (await resolveVariable('param:corsOrigins')).split(',').map((origin) => origin.trim());

/** So many containers that the database never refuses one of them a connection. */
module.exports.reservedConcurrency = async ({ resolveVariable }) =>
  Math.floor(((await resolveVariable('param:databaseConnectionLimit')) * SHARE) / CONNECTIONS_PER_CONTAINER);
