import { constants } from 'node:fs';

/** Flags that open a file as ever, and a pipe without waiting for somebody who writes to it. */
export const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
