import { runCommandLine } from './command-line.ts';
import { exitCodeOf, reportError } from './report-error.ts';

// The only place that catches everything, and the only one that decides the exit code of an error.
const environment = process.env;
const cwd = environment['INIT_CWD'] ?? process.cwd();
const streams = { stdout: process.stdout, stderr: process.stderr, environment };
const argv = process.argv.slice(2);
/** Of a stream that nobody reads any more: `| head`, or a terminal that was closed. */
const UNREAD = new Set<string | undefined>(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The work goes on: its results go to files.
    if (!UNREAD.has(error.code)) throw error;
  });
}
// From a timer or a stream, outside of what is awaited: Node's own exit code would mean something else.
process.on('uncaughtException', (error) => {
  reportError(error, streams, argv);
  process.exit(exitCodeOf(error));
});
try {
  process.exitCode = await runCommandLine(argv, { cwd, streams });
} catch (error) {
  reportError(error, streams, argv);
  process.exitCode = exitCodeOf(error);
}
