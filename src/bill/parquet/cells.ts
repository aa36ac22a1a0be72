import type { SchemaElement, SchemaTree } from 'hyparquet';

export type CellText = (value: unknown) => string;

export function isDecimal({ element, children }: SchemaTree): boolean {
  return children.length === 0 && (element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL');
}

/** The library makes floats of decimals; as plain integers they come whole, and the scale is put back by {@link cellTextOf}. */
export function physicalOf({ converted_type: _converted, logical_type: _logical, ...physical }: SchemaElement): SchemaElement {
  return physical;
}

export function scaleOf({ scale, logical_type: logical }: SchemaElement): number {
  return scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
}

/** A cell as text. A double's shortest decimal text is the number that was written. */
export function cellTextOf(scale: number | undefined): CellText {
  if (scale !== undefined) return (value) => scaled(value, scale);
  return (value) => {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return '';
    if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
    return typeof value === 'object' ? JSON.stringify(value, withoutBigints) : String(value);
  };
}

function withoutBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function scaled(value: unknown, scale: number): string {
  if (value === undefined || value === null) return '';
  return `${value instanceof Uint8Array ? signedInteger(value) : String(value)}e-${scale}`;
}

/** Big-endian, in two's complement. */
function signedInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}
