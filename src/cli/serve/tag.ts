import { createHash } from 'node:crypto';

/** Names a content: the same content has the same tag (as an HTTP ETag). */
export function tagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('hex')}"`;
}
