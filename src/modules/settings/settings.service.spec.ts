import { Logger } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { StaleVersionError, ValidationFailedError } from '../../common/errors/common.errors.js';
import type { SettingKey, Versioned } from './setting-key.js';
import { SettingsService } from './settings.service.js';
import type { SettingRepository } from './setting.repository.js';

interface Greeting {
  text: string;
}

const GREETING: SettingKey<Greeting> = {
  name: 'greeting',
  defaultValue: { text: 'welcome' },
  check: ({ text }) => (text === '' ? [{ pointer: '/text', detail: 'text must not be empty' }] : []),
};

class SteppedClock extends Clock {
  private time = Date.UTC(2026, 0, 1);

  override now(): Date {
    return new Date(this.time);
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

/** One document in memory, which any number of services share as instances share the database. */
class MemoryRepository implements Pick<SettingRepository, 'find' | 'replace'> {
  stored: Versioned<object> | null = null;
  reads = 0;

  async find(): Promise<Versioned<object> | null> {
    this.reads += 1;
    return this.stored;
  }

  async replace(_name: string, value: object, version: number | null): Promise<number | null> {
    const current = this.stored?.version ?? 0;
    if (version !== null && version !== current) return null;
    this.stored = { value, version: current + 1 };
    return current + 1;
  }
}

function build() {
  const clock = new SteppedClock();
  const repository = new MemoryRepository();
  const instance = () => new SettingsService(repository as unknown as SettingRepository, clock);
  return { clock, repository, instance, service: instance() };
}

describe('SettingsService', () => {
  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(true));

  it('gives the built-in default with version 0 when nothing is stored', async () => {
    const { service } = build();

    expect(await service.get(GREETING)).toEqual({ text: 'welcome' });
    expect(await service.getVersioned(GREETING)).toEqual({ value: { text: 'welcome' }, version: 0 });
  });

  it('reads the database once in ten seconds', async () => {
    const { service, repository, clock } = build();

    await service.get(GREETING);
    clock.advance(9_999);
    await service.get(GREETING);
    const readsBefore = repository.reads;
    clock.advance(1);
    await service.get(GREETING);

    expect([readsBefore, repository.reads]).toEqual([1, 2]);
  });

  it('sees its own write at once and another instance’s within ten seconds', async () => {
    const { service, instance, clock } = build();
    const other = instance();
    await other.get(GREETING);

    await service.put(GREETING, { text: 'hello' }, 0, 'u1');

    expect(await service.get(GREETING)).toEqual({ text: 'hello' });
    expect(await other.get(GREETING)).toEqual({ text: 'welcome' });
    clock.advance(10_000);
    expect(await other.get(GREETING)).toEqual({ text: 'hello' });
  });

  it('keeps its own write when a read that began before it comes in after it', async () => {
    const { service, repository } = build();
    const before: PromiseWithResolvers<null> = Promise.withResolvers();
    const find = jest.spyOn(repository, 'find').mockReturnValueOnce(before.promise);

    const read = service.get(GREETING);
    await service.put(GREETING, { text: 'hello' }, 0, 'u1');
    before.resolve(null);

    expect(await read).toEqual({ text: 'hello' });
    expect(await service.get(GREETING)).toEqual({ text: 'hello' });
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('answers a write with what it wrote, though another has overtaken it since', async () => {
    const { service, repository } = build();
    const written: PromiseWithResolvers<number> = Promise.withResolvers();
    jest.spyOn(repository, 'replace').mockReturnValueOnce(written.promise);

    const first = service.put(GREETING, { text: 'hello' }, null, 'u1');
    jest.spyOn(repository, 'replace').mockResolvedValueOnce(2);
    await service.put(GREETING, { text: 'good day' }, null, 'u2');
    written.resolve(1);

    expect(await first).toEqual({ value: { text: 'hello' }, version: 1 });
    expect(await service.get(GREETING)).toEqual({ text: 'good day' });
  });

  it('follows the database when it goes back to an older version, as after a restore', async () => {
    const { service, repository, clock } = build();
    await service.put(GREETING, { text: 'hello' }, 0, 'u1');
    await service.put(GREETING, { text: 'good day' }, 1, 'u1');
    repository.stored = { value: { text: 'hello' }, version: 1 };

    clock.advance(10_000);

    expect(await service.get(GREETING)).toEqual({ text: 'hello' });
  });

  it('does not remember a read that failed', async () => {
    const { service, repository } = build();
    jest.spyOn(repository, 'find').mockRejectedValueOnce(new Error('no connection'));

    await expect(service.get(GREETING)).rejects.toThrow('no connection');
    expect(await service.get(GREETING)).toEqual({ text: 'welcome' });
  });

  it.each([
    ['an older version', 1],
    ['a version that does not exist yet', 3],
    ['the default', 0],
  ])('refuses a write that is based on %s', async (_, version) => {
    const { service, repository } = build();
    await service.put(GREETING, { text: 'hello' }, 0, 'u1');
    await service.put(GREETING, { text: 'good day' }, 1, 'u1');

    await expect(service.put(GREETING, { text: 'late' }, version, 'u2')).rejects.toThrow(StaleVersionError);
    expect(repository.stored).toEqual({ value: { text: 'good day' }, version: 2 });
    expect(await service.get(GREETING)).toEqual({ text: 'good day' });
  });

  it('replaces any version when none is named', async () => {
    const { service } = build();

    await service.put(GREETING, { text: 'hello' }, null, 'u1');

    expect(await service.put(GREETING, { text: 'good day' }, null, 'u1')).toEqual({
      value: { text: 'good day' },
      version: 2,
    });
  });

  it('refuses what the key’s own check refuses, and stores nothing', async () => {
    const { service, repository } = build();

    await expect(service.put(GREETING, { text: '' }, 0, 'u1')).rejects.toThrow(ValidationFailedError);
    expect(repository.stored).toBeNull();
  });
});
