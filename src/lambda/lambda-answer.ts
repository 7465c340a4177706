import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { buildProblem, PROBLEM_MEDIA_TYPE, type ProblemParts } from '../common/errors/problem.js';

/** Lambda refuses a larger answer, and the client would see a bare 500; the rest is for headers and JSON escapes. */
const MAX_BODY_BYTES = 5.5 * 1024 * 1024;
/** The HTTP API gives up 30 s after the request came, this container's start included; the answer must be out before. */
const SENDING_MS = 1_500;

type Answer = APIGatewayProxyStructuredResultV2;

/**
 * Bounds an answer by what Lambda allows, in time and in size; past either the client gets a problem document.
 * Work that ran out of time is not undone: each of its steps may be repeated, and the sweeper finishes what was begun.
 */
export async function withinLimits(
  answer: Promise<Answer>,
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Answer>((resolve) => {
    timer = setTimeout(
      () => resolve(problem(OUT_OF_TIME, event)),
      context.getRemainingTimeInMillis() - SENDING_MS,
    );
  });
  try {
    const result = await Promise.race([answer, timeout]);
    return Buffer.byteLength(result.body ?? '') > MAX_BODY_BYTES ? problem(TOO_LARGE, event) : result;
  } finally {
    clearTimeout(timer);
  }
}

const OUT_OF_TIME: ProblemParts = {
  status: 503,
  code: 'service.timeout',
  detail: 'The request took too long; what it had begun will be finished. Read before you repeat it',
};

const TOO_LARGE: ProblemParts = {
  status: 422,
  code: 'response.too_large',
  detail: 'The answer is larger than 6 MB; ask for less at a time',
};

function problem(parts: ProblemParts, event: APIGatewayProxyEventV2): Answer {
  const requestId = event.headers['x-request-id'] ?? event.requestContext.requestId;
  return {
    statusCode: parts.status,
    headers: {
      'content-type': PROBLEM_MEDIA_TYPE,
      'cache-control': 'no-store',
      ...(parts.status === 503 && { 'retry-after': '2' }),
    },
    body: JSON.stringify(buildProblem(parts, event.rawPath, requestId)),
  };
}
