/** What is wrong with packed data, in words, where zlib's error says so; undefined for any other error. */
export function gunzipProblem(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  if (error.code === 'Z_BUF_ERROR') return 'truncated: the gzip data stops too early';
  return error.code.startsWith('Z_') ? `damaged gzip data: ${error.message}` : undefined;
}
