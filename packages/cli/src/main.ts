import { runCommandLine } from './command-line.ts';
import { exitCodeOf, reportError } from './report-error.ts';

// The only place that catches everything, and the only one that decides the exit code of an error.
const environment = process.env;
const cwd = environment['INIT_CWD'] ?? process.cwd();
const streams = { stdout: process.stdout, stderr: process.stderr, environment };
const argv = process.argv.slice(2);
try {
  process.exitCode = await runCommandLine(argv, { cwd, streams });
} catch (error) {
  reportError(error, streams, argv);
  process.exitCode = exitCodeOf(error);
}
