import { jest } from '@jest/globals';
import { Clock } from '../../src/common/clock/clock.js';
import type { TestApp } from './app.js';

/** Moves the application's time on, or back by a negative number; `jest.restoreAllMocks()` takes it back to the present. */
export function moveTime({ app }: TestApp, milliseconds: number): void {
  jest.spyOn(app.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + milliseconds));
}

/** Stops the application's time at a moment, for what must not depend on how fast the machine is. */
export function stopTime({ app }: TestApp, at: Date): void {
  jest.spyOn(app.get(Clock), 'now').mockImplementation(() => at);
}
