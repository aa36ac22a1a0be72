/** The most that some fields of a scenario take: the schema checks them, and what is measured is cut to them. */
export const SCENARIO_LIMITS = {
  /** Files, reads and accounts. */
  count: 1e12,
  runsPerMonth: 1e6,
  lookbackDays: 7500,
  paidCopies: 100,
  archiveMonths: 240,
  trails: 100,
  nameSigns: 80,
} as const;
