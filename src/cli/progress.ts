import type { Io } from './io.js';

const EVERY_MS = 200;

/** What is being done, on one line of a terminal; silent anywhere else. */
export interface ProgressLine {
  show: (text: () => string) => void;
  clear: () => void;
}

export function progressLine({ stderr, isTerminal, now }: Io): ProgressLine {
  let shown = now();
  let isShown = false;
  return {
    show(text) {
      const time = now();
      if (!isTerminal.stderr || time - shown < EVERY_MS) return;
      shown = time;
      isShown = true;
      stderr.write(`\r${text().slice(0, 79)}\u001b[K`);
    },
    clear() {
      if (isShown) stderr.write('\r\u001b[K');
    },
  };
}
