/** Environment variable with the number of records after which the next line is printed. */
export const ANNOUNCE_AFTER = 'BENCH_ANNOUNCE_AFTER';

/** Printed on standard error when the stage has run that often in this process. */
export const ANNOUNCEMENT = 'bench: records worked on in this process:';

/** Stands before the most memory that the process ever held, in bytes, in the last line that it prints. */
export const PEAK_MEMORY = 'bench: peak memory:';
