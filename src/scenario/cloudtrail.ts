/** The reader's name on lines of CloudTrail's own requests; no reader of a scenario may have it. */
export const CLOUDTRAIL = 'CloudTrail';
