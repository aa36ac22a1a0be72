import type { Finding } from '../../classify/finding.js';
import { parseAccessLogLine } from '../find/access-log.js';
import { SLOT_SECONDS } from '../find/file-records.js';
import type { LogFile } from '../open/log-file.js';
import type { BatchWriter } from './batch.js';
import { getInLine } from './findings.js';
import { addTimes, type Intake } from './intake.js';

/** Keeps what the lines of access logs show, file after file. */
export class AccessLogLines {
  readonly #writer: BatchWriter;
  readonly #intake: Intake;
  readonly #keepFinding: (finding: Finding) => void;

  constructor(writer: BatchWriter, intake: Intake, keepFinding: (finding: Finding) => void) {
    this.#writer = writer;
    this.#intake = intake;
    this.#keepFinding = keepFinding;
  }

  begin(file: LogFile): void {
    this.#writer.begin(file, '', 0);
    this.#intake.filesRead += 1;
    this.#intake.accessLogFiles += 1;
  }

  keep(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf('\n', start);
      const end = newline < 0 ? bytes.length : newline;
      this.#keepLine(bytes.toString('utf8', start, end).replace(/\r$/, ''));
      start = end + 1;
    }
  }

  #keepLine(text: string): void {
    if (text === '') return;
    this.#intake.accessLogLines += 1;
    const line = parseAccessLogLine(text);
    if (line === undefined) {
      this.#intake.unreadableLines += 1;
      return;
    }
    addTimes(this.#intake, line.time, line.time);
    this.#intake.lineSlots.add(Math.floor(line.time / SLOT_SECONDS));
    const finding = getInLine(line);
    if (finding !== undefined) this.#keepFinding(finding);
  }
}
