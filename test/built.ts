/**
 * The built library: logs and Parquet are read by workers and processes of their own, and these need built code. By a URL, so that types
 * need no build.
 */
export const built = (await import(
  /* @vite-ignore */ new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../src/index.js');
