import type { FileKind } from './objects.js';
import type { Principal } from './principal.js';

/** In place of a rule: the finding is a GET. */
export const GET = 255;

export const KINDS: readonly FileKind[] = ['log-file', 'digest-file', 'other-cloudtrail-file'];

/** One KMS request or GET. */
export interface Finding {
  /** What copies of it share; empty where there is nothing, and then it has no copies. */
  id: string;
  time: number;
  rule: number;
  principal: Principal;
  region: string;
  bucket: string;
  trail: string;
  tool: string;
  /** Bucket and key of the object read; empty where there is none. */
  object: string;
  kind: FileKind | undefined;
  deliveredMinute: number | undefined;
  /** S3's own id of the request, which data events and access logs share. */
  requestId: string;
  /** The account in whose trail it stands. */
  recipient: string;
}
