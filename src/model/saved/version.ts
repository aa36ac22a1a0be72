/** The version of the JSON that this program writes and reads. */
export const SCHEMA_VERSION = 1;
