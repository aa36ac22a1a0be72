import { MINUTES_A_DAY } from '../base/time.js';
import type { TaskResult } from '../logs/read/task.js';

const EVERY_MS = 200;

/** How far the reading is, on one line of a terminal; silent anywhere else. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #days: readonly number[] = [];
  readonly #started = Date.now();
  #shown = 0;
  #files = 0;
  #bytes = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** @param days days of delivery to be read, since 1970-01-01 */
  start(days: readonly number[]): void {
    this.#days = days.toSorted((one, other) => one - other);
  }

  show({ files, bytes, lastMinute }: TaskResult): void {
    this.#files += files;
    this.#bytes += bytes;
    const now = Date.now();
    if (this.#stream.isTTY !== true || now - this.#shown < EVERY_MS) return;
    this.#shown = now;
    const seconds = Math.max(0.001, (now - this.#started) / 1000);
    const done = this.#partDone(lastMinute);
    const left = done <= 0 ? '' : ` · ${duration((seconds / done) * (1 - done))} left`;
    const text = `${this.#files.toLocaleString('en')} files · ${megabytes(this.#bytes)} MB · ${megabytes(this.#bytes / seconds)} MB/s${left}`;
    this.#stream.write(`\r${text.slice(0, 79)}\u001b[K`);
  }

  clear(): void {
    if (this.#stream.isTTY === true && this.#shown > 0) this.#stream.write('\r\u001b[K');
  }

  /** By the days read, since nobody has counted the files. */
  #partDone(minute: number | undefined): number {
    if (minute === undefined || this.#days.length === 0) return 0;
    const before = this.#days.filter((day) => (day + 1) * MINUTES_A_DAY <= minute).length;
    return (before + (minute % MINUTES_A_DAY) / MINUTES_A_DAY) / this.#days.length;
  }
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en');
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** What is being done, on one line of a terminal; silent anywhere else. */
export interface ProgressLine {
  show: (text: () => string) => void;
  clear: () => void;
}

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  let shown = Date.now();
  let isShown = false;
  return {
    show(text) {
      const now = Date.now();
      if (stream.isTTY !== true || now - shown < EVERY_MS) return;
      shown = now;
      isShown = true;
      stream.write(`\r${text().slice(0, 79)}\u001b[K`);
    },
    clear() {
      if (isShown) stream.write('\r\u001b[K');
    },
  };
}
