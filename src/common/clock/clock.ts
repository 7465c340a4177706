import { Injectable } from '@nestjs/common';

/** The present, UTC. Injected wherever a deadline or lease is computed, so that a test can move time instead of waiting. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /** The time that lies this many milliseconds ahead of now; behind it when negative. */
  in(milliseconds: number): Date {
    return new Date(this.now().getTime() + milliseconds);
  }
}
