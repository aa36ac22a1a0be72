export function scenarioText(_m: unknown): string { return ''; }
