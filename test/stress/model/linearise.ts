import type { Answer, Command, Step } from './command.js';
import { copyOf, type World } from './world.js';

/** A command that was run beside others, and what the shop has answered. */
export interface Executed {
  command: Command;
  answer: Answer;
}

/** What is left of a command. */
interface Queue extends Executed {
  steps: Step[];
}

interface State {
  world: World;
  queues: Queue[];
}

/**
 * Looks for an order in which the commands, one step after another, come to what the shop has answered and to a world that
 * fits. Steps that touch nothing in common commute, so only orders that differ are tried, and no state twice.
 * @returns the world of the first such order; null when there is none
 */
export function linearise(world: World, executed: Executed[], fits: (world: World) => boolean): World | null {
  const touched = executed.map(({ command }) => new Set(command.steps.flatMap(({ touches }) => touches)));
  const isContended = (of: Executed, { touches }: Step): boolean =>
    touched.some((others, index) => executed[index] !== of && touches.some((id) => others.has(id)));
  const tried = new Set<string>();

  const search = (state: State): World | null => {
    const open = state.queues.filter(({ steps }) => steps.length > 0);
    if (open.length === 0) return fits(state.world) ? state.world : null;
    const key = JSON.stringify([state.world, state.queues.map(({ steps }) => steps.length)]);
    if (tried.has(key)) return null;
    tried.add(key);
    const alone = open.find((queue) => isIndependent(queue, open));
    for (const queue of alone === undefined ? open : [alone]) {
      const of = executed[state.queues.indexOf(queue)]!;
      for (const next of successors(state, queue, isContended(of, queue.steps[0]!))) {
        const found = search(next);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return search({ world, queues: executed.map((one) => ({ ...one, steps: [...one.command.steps] })) });
}

/** Its next step commutes with all that the others have still to do. */
function isIndependent(queue: Queue, all: Queue[]): boolean {
  const { touches } = queue.steps[0]!;
  return all.every(
    (other) =>
      other === queue || other.steps.every((step) => !step.touches.some((id) => touches.includes(id))),
  );
}

/** Where the next step of a queue may lead; nowhere when that is not what the shop has answered. */
function successors({ world, queues }: State, queue: Queue, isContended: boolean): State[] {
  const { command, answer, steps } = queue;
  const [step, ...rest] = steps as [Step, ...Step[]];
  const having = (after: World, left: Step[]): State => ({
    world: after,
    queues: queues.map((one) => (one === queue ? { ...queue, steps: left } : one)),
  });
  if (step === command.steps[0]) {
    const after = copyOf(world);
    const outcome = step.apply(after, answer.body) ?? 'ok';
    if (answer.outcome === 'refused') {
      const isPossible = outcome === 'refused' || (command.isShy === true && isContended);
      return isPossible ? [having(world, [])] : [];
    }
    return outcome === 'ok' ? [having(after, rest)] : [];
  }
  const apply = (one: World) => void step.apply(one, answer.body);
  return [apply, ...(isContended ? (step.alternatives ?? []) : [])].map((change) => {
    const after = copyOf(world);
    change(after);
    return having(after, rest);
  });
}
