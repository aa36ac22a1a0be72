import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';

/** What the library calls the content of a file within the workbook; it does not export the name. */
export type FileContent = Stream | Buffer | Blob;
