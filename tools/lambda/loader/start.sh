#!/bin/sh
# Lambda runs this with the command that starts Node (AWS_LAMBDA_EXEC_WRAPPER); it adds what only the command line can
# say: a heap that is large enough from the start, so that nothing is collected while the application is loaded.
# The C library otherwise keeps memory apart for each of V8's threads, 10 MB that no other thread can use.
export MALLOC_ARENA_MAX=2
node=$1
shift
# Lambda's own maximum comes behind and counts: at 512 MB 25 MB for half of the young generation, which V8 rounds up to 32.
# A smaller function has no room for such a heap, and would do nothing but collect.
if [ "${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-512}" -ge 512 ]; then
  set -- --min-semi-space-size=32 --max-semi-space-size=32 --initial-old-space-size=96 "$@"
fi
exec "$node" "$@"
