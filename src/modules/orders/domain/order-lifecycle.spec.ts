import { readFileSync } from 'node:fs';
import { isTransition, TRANSITIONS } from './order-lifecycle.js';

describe('the published graphs', () => {
  it.each(Object.entries(TRANSITIONS))('stand in docs/orders.md as they are: %s', (field, graph) => {
    const chapter = readFileSync('docs/orders.md', 'utf8').split(`## ${field}\n`)[1]!.split('\n## ')[0]!;
    const rows = [...chapter.matchAll(/^\| (\w+) +\| ([\w, –]+?) +\|/gm)].filter(
      ([, from]) => from !== 'from',
    );

    const published = Object.fromEntries(
      rows.map(([, from, to]) => [from, to === '–' ? [] : to!.split(', ')]),
    );

    expect(published).toEqual(graph);
  });

  it.each(Object.entries(TRANSITIONS))('lead only to states that they have: %s', (_, graph) => {
    for (const targets of Object.values(graph)) {
      for (const target of targets) expect(Object.keys(graph)).toContain(target);
    }
  });

  it('have no edge from a state to itself', () => {
    expect(isTransition('status', 'pending', 'pending')).toBe(false);
    expect(isTransition('status', 'pending', 'confirmed')).toBe(true);
    expect(isTransition('status', 'cancelled', 'pending')).toBe(false);
  });
});
