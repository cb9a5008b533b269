const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop that is the caller's alone, first come, first served. Work that
 * takes milliseconds without a pause waits for its turn, so that sockets and timers get theirs in
 * between, however many pages have arrived at once.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(takeTurn);
  });
}

/** An immediate that is set by an immediate comes after the sockets and timers of the next turn. */
function takeTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(takeTurn);
}
