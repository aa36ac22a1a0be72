/** The reader's name on lines for what CloudTrail itself does; no reader of a scenario may have it. */
export const CLOUDTRAIL = 'CloudTrail';
