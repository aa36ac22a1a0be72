/** A file in an archive: its content, or why there is none. */
export type Member = { name: string; bytes: Buffer } | { name: string; reason: string };
