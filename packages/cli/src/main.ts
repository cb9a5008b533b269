import { runCommandLine } from './command-line.ts';
import { exitCodeOf, reportError } from './report-error.ts';

// The only place that catches everything, and the only one that decides the exit code of an error.
const environment = process.env;
const cwd = environment['INIT_CWD'] ?? process.cwd();
const streams = { stdout: process.stdout, stderr: process.stderr, environment };
const argv = process.argv.slice(2);
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
