import { renameSync, rmSync, statSync } from 'node:fs';
import pino from 'pino';
import type { Log } from '@sluice/core';

/** Size at which `run.log` is put aside, in bytes, and how many such files are kept. */
const MAX_LOG_BYTES = 32 * 1024 * 1024;
const KEPT_LOGS = 4;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** A line as it travels from a worker to the process that owns the file. */
export interface LogLine {
  readonly level: Exclude<LogLevel, 'silent'>;
  readonly fields: object;
  readonly message: string;
}

export interface RunLog extends Log {
  /** The same log, with further fields in every line. */
  with(bindings: object): Log;
  write(line: LogLine): void;
  /** Puts the file aside when it has grown too large. */
  rotate(): void;
  close(): void;
}

/** Opens `run.log` for appending: JSON lines, with an error's stack under `err`. One process writes it. */
export function openRunLog(file: string, level: LogLevel): RunLog {
  const destination = pino.destination({ dest: file, append: true, mkdir: true, sync: true });
  // A log that cannot grow ends no run: it is the ledger that stops it when the disk is full.
  destination.on('error', () => {});
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    with: (bindings) => logger.child(bindings),
    write: (line) => logger[line.level](line.fields, line.message),
    rotate() {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < MAX_LOG_BYTES) return;
      shiftFiles(file);
      destination.reopen();
    },
    close: () => destination.end(),
  };
}

/** A log whose lines go to `send`, errors made plain so that they can cross to another process. */
export function forwardingLog(send: (line: LogLine) => void, bindings: object): Log {
  const at = (lineLevel: LogLine['level']) => (fields: object, message: string) => {
    const { err, ...rest } = fields as { err?: unknown };
    const plain = err instanceof Error ? { err: plainError(err) } : {};
    send({ level: lineLevel, fields: { ...bindings, ...rest, ...plain }, message });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** As pino writes errors, without what else they hold: a function among it could not be sent. */
function plainError({ name: type, message, stack }: Error): object {
  return { type, message, stack };
}

function shiftFiles(file: string): void {
  rmSync(`${file}.${KEPT_LOGS}`, { force: true });
  for (let number = KEPT_LOGS - 1; number >= 1; number -= 1) {
    if (statSync(`${file}.${number}`, { throwIfNoEntry: false })) {
      renameSync(`${file}.${number}`, `${file}.${number + 1}`);
    }
  }
  renameSync(file, `${file}.1`);
}
