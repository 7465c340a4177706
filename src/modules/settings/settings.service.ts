import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { StaleVersionError, ValidationFailedError } from '../../common/errors/common.errors.js';
import type { SettingKey, Versioned } from './setting-key.js';
import { SettingRepository } from './setting.repository.js';

/** How long after a change by another instance this one may still go by the old value. */
const CACHE_MS = 10_000;

interface CachedSetting {
  setting: Versioned<object>;
  /** UTC. */
  until: Date;
}

/** The shop's configuration, kept in the database so that every instance shares it. */
@Injectable()
export class SettingsService {
  private readonly logger = new Logger(SettingsService.name);
  private readonly cache = new Map<string, CachedSetting>();

  constructor(
    private readonly settings: SettingRepository,
    private readonly clock: Clock,
  ) {}

  /** The value that applies: at most 10 s old, and never older than a write of this instance. Not to be changed by callers. */
  async get<T extends object>(key: SettingKey<T>): Promise<T> {
    const cached = this.cached(key);
    if (cached !== undefined) return cached.value;
    const read = await this.getVersioned(key);
    // A write of this instance may have overtaken the read.
    return (this.cached(key) ?? read).value;
  }

  /** The stored value, or the built-in default with version 0, read past the cache. */
  async getVersioned<T extends object>(key: SettingKey<T>): Promise<Versioned<T>> {
    const stored = (await this.settings.find(key.name)) as Versioned<T> | null;
    return this.remember(key, stored ?? { value: key.defaultValue, version: 0 });
  }

  /**
   * Replaces the value in one conditional write.
   * @param version the one that the caller read, 0 for the built-in default; null for any
   * @param actor id of the user
   * @throws {ValidationFailedError} @throws {StaleVersionError} nothing is changed
   */
  async put<T extends object>(
    key: SettingKey<T>,
    value: T,
    version: number | null,
    actor: string,
  ): Promise<Versioned<T>> {
    const errors = key.check(value);
    if (errors.length > 0) throw new ValidationFailedError(errors);
    const written = await this.settings.replace(key.name, value, version, actor);
    if (written === null) throw new StaleVersionError();
    this.logger.log('A setting was changed', { setting: key.name, version: written, actor });
    return this.remember(key, { value, version: written });
  }

  private cached<T extends object>({ name }: SettingKey<T>): Versioned<T> | undefined {
    const entry = this.cache.get(name);
    if (entry === undefined || this.clock.now() >= entry.until) return undefined;
    return entry.setting as Versioned<T>;
  }

  /** Caches what was read or written, unless something newer is cached. */
  private remember<T extends object>(key: SettingKey<T>, setting: Versioned<T>): Versioned<T> {
    const cached = this.cached(key);
    if (cached === undefined || cached.version <= setting.version) {
      this.cache.set(key.name, { setting, until: this.clock.in(CACHE_MS) });
    }
    return setting;
  }
}
