import { jest } from '@jest/globals';

export interface LogLine {
  level: string;
  message: string;
  [field: string]: unknown;
}

/** Collects what the application logs from now on. */
export function watchLog(): { lines(): LogLine[]; text(): string; stop(): void } {
  const chunks: string[] = [];
  const watch = (stream: NodeJS.WriteStream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      chunks.push(String(chunk));
      return true;
    });
  const watched = [watch(process.stdout), watch(process.stderr)];
  const text = () => chunks.join('');
  return {
    text,
    lines: () =>
      text()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as LogLine),
    stop: () => watched.forEach((spy) => spy.mockRestore()),
  };
}
