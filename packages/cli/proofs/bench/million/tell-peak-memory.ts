import { PEAK_MEMORY } from './announcements.ts';

// Loaded into the process to measure before its own program.
process.on('exit', () => {
  process.stderr.write(`${PEAK_MEMORY} ${process.resourceUsage().maxRSS * 1024}\n`);
});
