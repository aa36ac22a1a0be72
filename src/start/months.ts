/** An average month, over the years. */
export const DAYS_A_MONTH = 365.25 / 12;
