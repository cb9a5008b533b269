import { DataType, DateUnit } from 'apache-arrow';

/** The DuckDB type that a column of an Arrow type is kept in; what has no counterpart is kept as JSON. */
export function arrowType(type: DataType): string {
  if (DataType.isDictionary(type)) return arrowType(type.dictionary as DataType);
  if (DataType.isInt(type)) return type.isSigned || type.bitWidth < 64 ? 'BIGINT' : 'UBIGINT';
  if (DataType.isFloat(type)) return 'DOUBLE';
  if (DataType.isBool(type)) return 'BOOLEAN';
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? 'DATE' : 'TIMESTAMP';
  if (DataType.isTimestamp(type)) return type.timezone ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP';
  if (DataType.isDecimal(type)) return `DECIMAL(${type.precision}, ${type.scale})`;
  return isText(type) ? 'VARCHAR' : 'JSON';
}

/**
 * A value as text that DuckDB casts to `arrowType(type)`; bytes are written in base64, and times to the
 * microsecond.
 */
export function arrowText(type: DataType, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (DataType.isDictionary(type)) return arrowText(type.dictionary as DataType, value);
  if (DataType.isTimestamp(type) || DataType.isDate(type)) return timeText(Number(value));
  if (DataType.isDecimal(type)) return decimalText(value, type.scale);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? value : JSON.stringify(value, jsonMember);
}

function isText(type: DataType): boolean {
  const isBytes = DataType.isBinary(type) || DataType.isLargeBinary(type);
  const isString = DataType.isUtf8(type) || DataType.isLargeUtf8(type);
  return isString || isBytes || DataType.isFixedSizeBinary(type) || DataType.isNull(type);
}

function timeText(ms: number): string | null {
  const micros = Math.round(ms * 1000);
  const wholeMs = Math.floor(micros / 1000);
  const rest = String(micros - wholeMs * 1000).padStart(3, '0');
  const date = new Date(wholeMs);
  // Outside of these years, infinity included, JavaScript and DuckDB write a time differently, or not at all.
  if (!(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999)) return null;
  return date.toISOString().replace('Z', `${rest}Z`);
}

// A decimal of `apache-arrow` prints all of its digits, without the point.
function decimalText(value: unknown, scale: number): string {
  const digits = (value as { toString(): string }).toString();
  const sign = digits.startsWith('-') ? '-' : '';
  const padded = digits.slice(sign.length).padStart(scale + 1, '0');
  const point = padded.length - scale;
  return scale === 0 ? digits : `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}

function jsonMember(_name: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
