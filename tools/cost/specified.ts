import type { CostLine } from './monthly-cost.ts';

/** The specification's table "After Free Tier Expires", for 50,000 requests a month. */
export const SPECIFIED: CostLine[] = [
  { service: 'AWS Lambda', usage: '50K requests, 25,000 GB-seconds', cost: 0.42 },
  { service: 'API Gateway', usage: '50K requests', cost: 0.05 },
  { service: 'CloudWatch Logs', usage: '0.5 GB ingested, 5 GB stored', cost: 0.4 },
  { service: 'S3', usage: '0.1 GB, 1K requests', cost: 0.01 },
  { service: 'Data transfer', usage: '~2 GB', cost: 0.09 },
];
