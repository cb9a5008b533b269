/**
 * The places where a kill is most likely to do harm, in the order a run comes by them. The crash proof
 * kills the process at each.
 */
export const killPoints = [
  'plan:rows-written',
  'plan:manifest-written',
  'archive:page-written',
  'ledger:line-written',
  'ledger:before-sync',
  'ledger:after-sync',
  'record:acknowledged',
  'seal:journal-rotated',
  'seal:segment-written',
  'seal:segment-named',
  'seal:journal-removed',
  'merge:ledger-written',
  'merge:results-written',
  'merge:results-named',
  'merge:report-written',
] as const;

/** The same for a run that asks a language model, in the order a call comes by them. */
export const callKillPoints = [
  'call:reserved',
  'call:noted',
  'call:answered',
  'call:settled',
  'call:kept',
] as const;

export type KillPoint = (typeof killPoints)[number] | (typeof callKillPoints)[number];

const [target, countText = '1'] = (process.env['SLUICE_KILL_AT'] ?? '').split('#');
let left = Number(countText);

/**
 * Kills this process with SIGKILL when it comes by the point that `SLUICE_KILL_AT` names, such as
 * `ledger:before-sync`, or by it for the third time with `ledger:before-sync#3`. Without that variable,
 * which only the crash proof sets, nothing happens.
 */
export function killPoint(point: KillPoint): void {
  if (point !== target) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}
