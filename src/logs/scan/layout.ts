// Where things lie in the module's memory. The input, its marks and the rows follow upon each other at the end, since their sizes differ.

/** Names of fields that are looked for: tables of rows by the name's length, see `fields.ts`. */
export const FIELDS: usize = 0x10000;
/** In which order fields come, table by table, see `order.ts`. */
export const ORDERS: usize = 0x18000;
/** Spans of picked fields, table by table. */
export const SPANS: usize = 0x20000;
/** Regions and slots of the records gone over, each once in a row. */
export const REGIONS: usize = 0x20800;
export const MOST_REGIONS: i32 = 256;
export const TIME_SLOTS: usize = 0x21000;
export const MOST_TIME_SLOTS: i32 = 4096;
/** Numbers that were asked for last, see `names.ts`. */
export const LATEST: usize = 0x2f000;
export const MOST_LATEST: i32 = 0x80;
/** What `names.ts` knows: a hash table of numbers, the place of each name, and the names. */
export const NAME_TABLE: usize = 0x30000;
export const NAME_TABLE_SIZE: i32 = 0x8000;
export const NAME_PLACES: usize = 0x50000;
export const MOST_NAMES: i32 = 0x4000;
export const NAMES: usize = 0x60000;
export const NAMES_END: usize = 0x3f0000;
/** Text of which only the hash is asked. */
export const TEXT: usize = 0x3f0000;
/** The text that is gone over. */
export const INPUT: usize = 0x400000;
/** Bytes after the text that can be read and hold nothing. */
export const PADDING: i32 = 128;
