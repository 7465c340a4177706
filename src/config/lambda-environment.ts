/**
 * The stage's name, which its functions share: `ecommerce-backend-prod` of `ecommerce-backend-prod-api`, whose name AWS
 * sets; `local` outside of Lambda.
 */
export function lambdaServiceName(): string {
  return (process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local').replace(/-(api|sweeper)$/, '');
}
