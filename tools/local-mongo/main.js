import { enableCompileCache } from 'node:module';

// Half of a start is reading TypeScript: the next one finds it read. JavaScript, so that this file needs no reading.
enableCompileCache();
await import('./main.ts');
