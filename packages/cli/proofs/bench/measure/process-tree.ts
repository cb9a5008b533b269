import { readdir, readFile } from 'node:fs/promises';

/** A process as `/proc` shows it. */
interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** CPU time, in clock ticks. */
  readonly ownTicks: number;
  /** Of its children that have ended and were waited for, and of theirs. */
  readonly childTicks: number;
}

/** Number of the system call `prctl`. */
const prctl: Partial<Record<NodeJS.Architecture, number>> = { x64: 157, arm64: 167 };
const PR_SET_CHILD_SUBREAPER = 36;

/**
 * Starts a program to which processes come that outlive their parent. A browser that ends leaves such ones, and
 * without this their CPU time goes with them; Node leaves them unburied, so that it can still be read. Linux
 * only; it takes Perl, since no shell and no Node can ask the system for it.
 */
export const adoptingOrphans: readonly string[] = [
  'perl',
  '-e',
  `syscall(${prctl[process.arch]}, ${PR_SET_CHILD_SUBREAPER}, 1, 0, 0, 0) == 0 or die $!; exec @ARGV`,
];

/** Ticks of the processor clock a second, which Linux shows to programs as 100 on every machine. */
const TICKS_PER_S = 100;

/**
 * CPU time of everything a process started, without itself, in milliseconds, exact to some 10 ms a process.
 * What has ended is in it, what outlived its parent only with `adoptingOrphans`. Linux only.
 */
export async function descendantsCpuMs(root: number): Promise<number> {
  const tree = await readTree(root);
  const ticks = tree.map((stat) => stat.childTicks + (stat.pid === root ? 0 : stat.ownTicks));
  return (sum(ticks) / TICKS_PER_S) * 1_000;
}

/**
 * Memory of everything a process started, without itself, in bytes: proportional set size, so that what
 * processes share counts once. Linux only.
 */
export async function descendantsPssBytes(root: number): Promise<number> {
  const tree = await readTree(root);
  const sizes = await Promise.all(tree.filter(({ pid }) => pid !== root).map(pssBytes));
  return sum(sizes);
}

async function readTree(root: number): Promise<ProcessStat[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = (await Promise.all(names.map(readStat))).filter((stat) => stat !== null);
  const children = Map.groupBy(stats, ({ parentPid }) => parentPid);
  const tree = stats.filter(({ pid }) => pid === root);
  // The list grows while it is walked: descendants are appended behind those already found.
  for (const { pid } of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

async function readStat(name: string): Promise<ProcessStat | null> {
  const text = await unlessGone(readFile(`/proc/${name}/stat`, 'utf8'));
  if (text === null) return null;
  // The name, in brackets, may hold anything; the numbers come behind it, from the third field on.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  return {
    pid: Number(name),
    parentPid: Number(fields[1]),
    ownTicks: user + system,
    childTicks: childUser + childSystem,
  };
}

async function pssBytes({ pid }: ProcessStat): Promise<number> {
  const text = await unlessGone(readFile(`/proc/${pid}/smaps_rollup`, 'utf8'));
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(text ?? '') ?? [];
  return Number(kilobytes) * 1_024;
}

/** Null where the process has ended meanwhile. */
async function unlessGone(reading: Promise<string>): Promise<string | null> {
  try {
    return await reading;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
