import type { Command } from './command.js';
import { type Executed, linearise } from './linearise.js';
import { observe } from './observe.js';
import { partOf, withPart } from './part-of-world.js';
import { callBack } from './payment-commands.js';
import { resolve } from './resolve.js';
import type { Shop } from './shop.js';
import { SWEEP, sweep } from './sweep-command.js';
import { isSame, type View, viewOf } from './view.js';
import type { Happening } from './wish.js';
import { orderOf, type World } from './world.js';

const SECOND_MS = 1000;
const HALF_AN_HOUR_MS = 31 * 60 * SECOND_MS;
const WEEK_DAYS = 7;
const WEEK_MS = WEEK_DAYS * 24 * 60 * 60 * SECOND_MS;
/** From noon on, no day ends by half hours; and in two weeks authorisations would void themselves. */
const MOST_HALF_HOURS = 18;
/** The sweeper takes 25 pieces of one task before the next task has its turn; the model knows of no turns. */
const SWEEP_AFTER = 20;
/** Commands, answers and waits that a report tells. */
const REMEMBERED = 24;

/** The shop and its model, side by side. */
export class Play {
  commands = 0;
  batches = 0;
  parallel = 0;
  refused = 0;
  private halfHours = 0;
  private sinceSweep = 0;
  private readonly story: string[] = [];

  constructor(
    private readonly shop: Shop,
    private world: World,
  ) {}

  async let(happening: Happening): Promise<void> {
    if ('wait' in happening) return this.wait(happening.wait);
    if (this.sinceSweep >= SWEEP_AFTER) await this.batch([sweep(this.world, this.shop)]);
    const commands: Command[] = [];
    for (const wish of happening.wishes) {
      if (commands.length === happening.size) break;
      const command = resolve(wish, this.world, this.shop);
      const isFree = commands.every(({ only }) => only === undefined || only !== command?.only);
      if (command !== null && isFree) commands.push(command);
    }
    if (commands.length > 0) await this.batch(commands);
  }

  /** Tells the shop all that it has not heard, lets the sweeper do what is left, and compares everything. */
  async end(): Promise<void> {
    for (const { id } of this.world.attempts.filter(({ state }) => state === 'unheard')) {
      const attempt = this.world.attempts.find((one) => one.id === id)!;
      await this.batch([callBack(this.shop, attempt, orderOf(this.world, attempt.orderId), 0)]);
    }
    for (let round = 0; round < 2; round++) {
      this.pass(HALF_AN_HOUR_MS);
      await this.batch([sweep(this.world, this.shop)]);
    }
    const seen = await this.observe(this.world);
    if (!isSame(viewOf(this.world), seen)) throw this.report(this.world, seen);
  }

  private wait(time: 'half an hour' | 'a week'): void {
    if (time === 'a week') {
      if (this.world.day > 0) return;
      this.world.day += WEEK_DAYS;
      return this.pass(WEEK_MS);
    }
    if (this.halfHours++ < MOST_HALF_HOURS) this.pass(HALF_AN_HOUR_MS);
  }

  private pass(milliseconds: number): void {
    this.shop.pass(milliseconds);
    this.world.now = this.shop.now;
    this.story.push(`— ${milliseconds / SECOND_MS} s pass`);
  }

  /** Runs commands at the same time and looks for an order in which the model comes to the same. */
  private async batch(commands: Command[]): Promise<void> {
    this.shop.pass(SECOND_MS);
    this.world.now = this.shop.now;
    this.story.push(commands.map(({ label }) => label).join('\n‖ '));
    const answers = await Promise.all(commands.map((command) => command.run()));
    await this.shop.settled();
    const executed = commands.map((command, index): Executed => ({ command, answer: answers[index]! }));
    this.count(executed);

    const touched = new Set(commands.flatMap(({ steps }) => steps.flatMap(({ touches }) => touches)));
    const part = partOf(this.world, touched);
    const seen = await this.observe(part, executed);
    const after = linearise(part, executed, (world) => isSame(viewOf(world), seen));
    if (after === null) throw this.report(part, seen);
    for (const { id, parcels } of after.orders) {
      for (const [index, parcel] of parcels.entries()) parcel.id = seen.orders[id]!.parcels[index]!.id!;
    }
    this.world = withPart(this.world, after);
  }

  private count(executed: Executed[]): void {
    this.commands += executed.length;
    this.batches++;
    if (executed.length > 1) this.parallel++;
    this.refused += executed.filter(({ answer }) => answer.outcome === 'refused').length;
    this.sinceSweep += executed.length;
    if (executed.some(({ command }) => command.only === SWEEP)) this.sinceSweep = 0;
    this.story.push(`→ ${executed.map(({ answer }) => answer.outcome).join(', ')}`);
  }

  /** What has become of a part of the world, and of what is new. */
  private observe({ orders, attempts, stock }: World, executed: Executed[] = []): Promise<View> {
    return observe(this.shop.shop.test.db, {
      orders: [...orders.map(({ id }) => id), ...created('order', executed)],
      attempts: [...attempts.map(({ id }) => id), ...created('attempt', executed)],
      skus: Object.keys(stock),
    });
  }

  /** The latest batches, for a report. */
  past(): string[] {
    return [`After ${this.batches} batches:`, ...this.story.slice(-REMEMBERED)];
  }

  private report({ orders, attempts, carts }: World, seen: View): Error {
    const { stock } = this.world;
    return new Error(
      [
        'in no order do the commands of the last batch come to what the shop shows',
        'The model before:',
        ...[stock, ...carts, ...attempts, ...orders].map((one) => JSON.stringify(one)),
        'The shop after:',
        ...[seen.stock, seen.attempts, ...Object.entries(seen.orders)].map((one) => JSON.stringify(one)),
      ].join('\n'),
    );
  }
}

function created(what: Command['creates'], executed: Executed[]): string[] {
  return executed
    .filter(({ command, answer }) => command.creates === what && answer.outcome === 'ok')
    .map(({ answer }) => (answer.body as { id: string }).id);
}
