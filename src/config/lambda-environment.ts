/** Name of the function that this process belongs to, set by AWS; `local` outside of Lambda. */
export function lambdaFunctionName(): string {
  return process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local';
}
