import { grouped } from '../base/text.js';
import { CLEAR_LINE, type Io } from './io.js';

const EVERY_MS = 200;

/** What is being done, on one line of a terminal; anywhere else it is shown to nobody, and said where the work is stopped. */
export interface ProgressLine {
  show: (text: () => string) => void;
  clear: () => void;
}

export function progressLine({ stderr, isTerminal, now, onProgress }: Io): ProgressLine {
  let shown = now();
  let isShown = false;
  return {
    show(text) {
      const time = now();
      if (time - shown < EVERY_MS) return;
      shown = time;
      const done = text();
      onProgress(done);
      if (!isTerminal.stderr) return;
      isShown = true;
      stderr.write(`\r${done.slice(0, 79)}\u001b[K`);
    },
    clear() {
      onProgress(undefined);
      if (isShown) stderr.write(CLEAR_LINE);
    },
  };
}

/** How long work will go on that took so long for a part of it; nothing where none is done. */
export function timeLeft(seconds: number, part: number): string {
  if (part <= 0) return '';
  const whole = Math.round((seconds / part) * (1 - part));
  return ` · ${whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`} left`;
}

/** How far work is whose end is known. */
export function stepsDone(done: number, all: number, steps: string): string {
  return `${grouped(done)} of ${grouped(all)} ${steps}`;
}
