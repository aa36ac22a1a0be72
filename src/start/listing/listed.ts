/** What a listing says of an object. */
export interface ListedObject {
  key: string;
  /** Where the listing names it. */
  bucket?: string | undefined;
  /** In bytes, where it is there exactly. */
  size?: number | undefined;
  /** An old version or a delete marker: no read of the bucket's files meets it. */
  isOld?: boolean | undefined;
  version?: string | undefined;
  /** As an inventory writes it: `SSE-KMS`, `SSE-S3`, … */
  encryption?: string | undefined;
  hasBucketKey?: boolean | undefined;
}

/** Who takes what a listing has. */
export interface Sink {
  object(listed: ListedObject): void;
  /** A folder in place of what is in it: the listing does not go down to files. */
  folder(): void;
  /** A line or an entry that is no key. */
  unreadable(): void;
  /** The listing says that it is not whole. @param next the page that follows, where it names it */
  cut(next?: string): void;
  /** A page that follows another one. @param own as that one names it */
  follows(own: string): void;
}

/** Takes a listing's text in portions of any length. */
export interface ListingParser {
  write(text: string): void;
  end(): void;
}
