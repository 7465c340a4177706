import { readFileSync } from 'node:fs';

/** Length of the kernel's clock tick, by which it counts processor time; 100 a second on every Linux that runs Node. */
const TICK_MS = 10;

/** Processor time that a process has used so far, all its threads, in ms. Linux only. */
export function cpuMs(pid: number): number {
  // The name in parentheses may hold spaces; the fields after it do not.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The largest resident size that a process has had so far, in MB. Linux only. */
export function peakMemoryMb(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
