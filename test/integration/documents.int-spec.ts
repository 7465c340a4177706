import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DOCUMENTS = ['README.md', ...globSync('docs/**/*.md'), ...globSync('tools/*/README.md')];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, unknown> };

describe.each(DOCUMENTS)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('names only commands that exist', () => {
    const named = [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(dirname(file), link)))).toEqual([]);
  });
});

describe('README.md', () => {
  it('walks along paths of the API that exist', () => {
    const templates = Object.keys(paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'));
    const walked = [...readFileSync('README.md', 'utf8').matchAll(/\$API(\/[\w/$-]+)/g)].map(
      ([, path]) => `/v1${path!.replaceAll(/\$\w+/g, '{}')}`,
    );
    expect(walked.length).toBeGreaterThan(3);
    expect(walked.filter((path) => !templates.includes(path))).toEqual([]);
  });

  it('begins with the two commands that a stranger needs', () => {
    const [, block] = /```sh\n([^`]*)```/.exec(readFileSync('README.md', 'utf8'))!;
    expect(block!.trim().split('\n')).toEqual([
      expect.stringMatching(/^npm ci && npm run dev\b/),
      expect.stringMatching(/^npm test\b/),
    ]);
  });
});
