import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventHistory } from '../../aws/cloudtrail.js';
import { isObject } from '../../base/records.js';
import { counted } from '../../base/text.js';
import { notKept } from '../../files/temporary.js';
import type { Failure } from '../../files/unreadable.js';
import { isRecord } from '../classify/log-record.js';
import { LogFile } from '../read/open/log-file.js';
import { dateOf, type HistoryDay } from './days.js';

/** The operation that a billable read makes. */
const EVENT_NAME = 'Decrypt';
/** About 75 kB each. */
const PAGES_A_TASK = 100;

/** Whose pages they are, and where they are kept until they are read. */
interface Place {
  history: EventHistory;
  folder: string;
  region: string;
  day: HistoryDay;
}

interface Listening {
  /** Is told of each page as it comes. */
  onPage: (events: number) => void;
  /** Is given what holds no record. */
  failures: Failure[];
  signal: AbortSignal | undefined;
}

/**
 * The pages of a Region's day as files, a task's at a time, oldest events first. They come newest first, so that all of them are fetched
 * before the first is given.
 *
 * @throws Refusal
 */
export async function* pagesOf(place: Place, { onPage, failures, signal }: Listening): AsyncGenerator<LogFile[]> {
  const { history, region, day } = place;
  const files: LogFile[] = [];
  for (let token: string | undefined, isMore = true; isMore; ) {
    const { events, next } = await history.page(region, { eventName: EVENT_NAME, from: day.from, to: day.to }, token, signal);
    const file = pageFile(place, files.length + 1, events);
    files.push(file);
    const others = events.filter((event) => !isRecordText(event)).length;
    if (others > 0) failures.push({ file: file.path, reason: `has ${counted(others, 'event')} without a record`, isLasting: true });
    onPage(events.length);
    token = next;
    isMore = next !== undefined;
  }
  files.reverse();
  for (let start = 0; start < files.length; start += PAGES_A_TASK) yield files.slice(start, start + PAGES_A_TASK);
}

function isRecordText(text: string): boolean {
  try {
    const record: unknown = JSON.parse(text);
    return isObject(record) && isRecord(textOf(record['eventSource']), textOf(record['eventName']));
  } catch {
    return false;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** In the form in which the AWS CLI prints such an answer. */
function pageFile({ folder, region, day }: Place, number: number, events: readonly string[]): LogFile {
  const name = `page-${String(number).padStart(6, '0')}.json`;
  const before = { path: `event-history/${region}/${dateOf(day)}/`, place: join(folder, `${region}-${dateOf(day)}-`) };
  const content = JSON.stringify({ Events: events.toReversed().map((event) => ({ CloudTrailEvent: event })) });
  try {
    writeFileSync(before.place + name, content, { mode: 0o600 });
  } catch (error) {
    throw notKept(error);
  }
  return new LogFile(before, name, Math.floor(day.from / 60));
}

export function deletePages(files: readonly LogFile[]): void {
  for (const { place } of files) rmSync(place, { force: true });
}
