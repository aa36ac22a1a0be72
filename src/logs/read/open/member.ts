import type { Readable } from 'node:stream';

/** A file in an archive that is too large to be had whole beside others: how to read it anew. */
export interface LargeMember {
  name: string;
  stream: () => Promise<Readable>;
}

/** A file in an archive: its content, or why there is none. */
export type Member = { name: string; bytes: Buffer } | { name: string; reason: string };
